package dev.cairn.storage;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * What a committed unit did to one entry or one namespace. The changes of a shard, in order, are
 * its feed.
 *
 * @param revision of the unit
 * @param index its place among the changes of the unit, from 1
 * @param kind what was done
 * @param namespace where
 * @param key of the entry; null if the change is of the namespace
 * @param at when, in milliseconds since 1970 UTC
 * @param entry the entry as the change left it, if it was asked for and nothing has changed it
 *     since; otherwise null
 */
public record Change(
    long revision,
    int index,
    Kind kind,
    Namespace namespace,
    @Nullable Key key,
    long at,
    @Nullable Entry entry) {

  /** What a change did. */
  public enum Kind {
    /** The entry was made or overwritten, its value patched or its metadata changed. */
    PUT,
    /** The entry was deleted. */
    DELETE,
    /** The entry's time was over. */
    EXPIRE,
    /** All entries of the namespace were deleted. */
    CLEAR,
    /** The namespace was made by itself, or its metadata were changed. */
    NAMESPACE,
    /** The namespace was deleted, with all entries that it had. */
    REMOVE_NAMESPACE;

    private static final Kind[] ALL = values();

    /** The number that stands for it in files; never given to another. */
    public int code() {
      return ordinal();
    }

    /**
     * The kind of a number.
     *
     * @throws IllegalArgumentException if none has it
     */
    public static Kind of(long code) {
      if (code < 0 || code >= ALL.length) {
        throw new IllegalArgumentException("No kind of change has the number " + code);
      }
      return ALL[(int) code];
    }
  }

  /** The same change with its place in its unit, and the entry that it left. */
  Change numbered(int place, @Nullable Entry left) {
    return new Change(revision, place, kind, namespace, key, at, left);
  }
}
