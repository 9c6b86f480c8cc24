package dev.cairn.storage;

import dev.cairn.Key;
import org.jspecify.annotations.Nullable;

/**
 * A declared index as it stands.
 *
 * @param definition what it is to be
 * @param state how far it is
 * @param twins two entries that it could not both take in, if it has failed
 */
public record DeclaredIndex(IndexDefinition definition, State state, @Nullable Twins twins) {

  /** How far an index is. */
  public enum State {
    /** Entries are being taken in; writes keep it in step, and no query uses it yet. */
    BUILDING,
    /** Whole: queries use it. */
    READY,
    /** It was to be unique, and two entries are not: neither kept in step nor used. */
    FAILED
  }

  /** Two entries that have the same in the field of a unique index. */
  public record Twins(Key one, Key other) {}

  /** The same index, further on. */
  DeclaredIndex in(State later, @Nullable Twins found) {
    return new DeclaredIndex(definition, later, found);
  }
}
