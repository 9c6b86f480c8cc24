package dev.cairn.security;

import org.jspecify.annotations.Nullable;

/**
 * What somebody may do. Each of {@code read}, {@code write} and {@code admin} covers those before
 * it; {@code sql} stands by itself, since whoever sends SQL can do what none of the others can.
 */
public enum Role {
  /** Reads entries, lists and figures. */
  READ("read"),
  /** Changes entries and namespaces. */
  WRITE("write"),
  /** Makes, changes, restores and deletes shards; of all shards: also keys and the node. */
  ADMIN("admin"),
  /** Sends SQL. */
  SQL("sql");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** The word for it in requests, answers and the catalogue. */
  public String word() {
    return word;
  }

  /** The role of that word, or null. */
  public static @Nullable Role ofWord(String word) {
    for (Role role : values()) {
      if (role.word.equals(word)) {
        return role;
      }
    }
    return null;
  }

  /** Whether who has this role may do what needs that one. */
  public boolean covers(Role needed) {
    return this == needed || this != SQL && needed != SQL && ordinal() >= needed.ordinal();
  }
}
