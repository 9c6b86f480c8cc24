package dev.cairn;

import java.util.Locale;

/** What an acknowledged write of a shard survives. */
public enum Durability {
  /** The death of the process. The last moments can be lost when the machine loses power. */
  NORMAL,
  /** Loss of power too: the write is on disk before the answer. */
  FULL;

  /** The word in the API and in configuration: {@code normal} or {@code full}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
