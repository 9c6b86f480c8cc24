package dev.cairn.json;

import dev.cairn.JsonText;

/** A change to a JSON text, parsed and checked. Immutable; any thread. */
public sealed interface Patch permits MergePatch, JsonPatch {

  /**
   * The text that {@code target} becomes. Members, elements and numbers that the patch does not
   * touch keep their bytes' spelling (1.10 stays 1.10).
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#PATCH_TEST_FAILED} if a {@code
   *     test} of a JSON Patch does not hold, {@link dev.cairn.ErrorCode#PATCH_CONFLICT} if a path
   *     of it does not exist in the target
   */
  JsonText applyTo(JsonText target);

  /** Bytes of the text it was made from, which it holds on to. */
  int size();
}
