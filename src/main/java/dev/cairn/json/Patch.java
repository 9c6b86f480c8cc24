package dev.cairn.json;

import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Limits;

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
  default JsonText applyTo(JsonText target) {
    return applyTo(target, Limits.MAX_VALUE_BYTES, ErrorCode.VALUE_TOO_LARGE);
  }

  /**
   * As {@link #applyTo(JsonText)}, with a bound on the result that holds while it grows: neither
   * what is copied nor what is written is larger.
   *
   * @param most bytes of the result
   * @param beyond the code for more of them
   */
  JsonText applyTo(JsonText target, int most, ErrorCode beyond);

  /** Bytes of the text it was made from, which it holds on to. */
  int size();
}
