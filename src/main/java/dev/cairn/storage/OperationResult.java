package dev.cairn.storage;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.JsonText;
import org.jspecify.annotations.Nullable;

/** What became of one operation of a write unit. */
public sealed interface OperationResult {

  /**
   * An entry or a namespace was made or changed.
   *
   * @param created whether it was made
   * @param version its new version
   * @param text what a patch made: the new value, or the new metadata where those were changed;
   *     null after a put
   */
  record Written(boolean created, long version, @Nullable JsonText text)
      implements OperationResult {}

  /** Removed; or there was nothing to remove. */
  record Removed(boolean existed) implements OperationResult {}

  /** A get found this. */
  record Found(Entry entry) implements OperationResult {}

  /** A namespace was there already and was left as it is. */
  record Unchanged(long version) implements OperationResult {}

  /**
   * How a declared index stands.
   *
   * @param made whether it was declared just now
   * @param changed whether anything was changed
   */
  record Indexed(DeclaredIndex index, boolean made, boolean changed) implements OperationResult {}

  /**
   * What the sender of a {@link WriteUnit.Once} gets, in place of what became of its operations.
   *
   * @param answer which nobody changes
   * @param again whether it was given before, and nothing was done now
   */
  record Answered(byte[] answer, boolean again) implements OperationResult {}

  /** The operation was refused and did nothing. */
  record Refused(CairnException reason) implements OperationResult {}
}
