package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.json.JsonCheck;
import dev.cairn.json.JsonView;
import org.jspecify.annotations.Nullable;

/** Makes sure that a request body is one strict JSON text before anything in it is looked at. */
final class WireBodies {

  /**
   * Levels that the forms of requests put around a value: the object, its list of operations, and
   * the operation.
   */
  static final int ENVELOPE_DEPTH = 3;

  private WireBodies() {}

  /**
   * A body that must be there.
   *
   * @param what how a message calls the body, as in "The batch"
   * @throws CairnException {@link ErrorCode#INVALID_BODY} if there is none, {@link
   *     ErrorCode#INVALID_JSON} if it is no strict JSON text
   */
  static JsonView required(byte @Nullable [] body, String what, Limits limits) {
    JsonView whole = optional(body, limits);
    if (whole == null) {
      throw new CairnException(ErrorCode.INVALID_BODY, what + " is missing: the body is empty.");
    }
    return whole;
  }

  /** A body that may be left out. */
  static @Nullable JsonView optional(byte @Nullable [] body, Limits limits) {
    if (body == null || body.length == 0) {
      return null;
    }
    return JsonView.of(JsonCheck.check(body, limits.valueDepth() + ENVELOPE_DEPTH));
  }

  /**
   * As {@link #required}, for batches and transactions, which have a limit of their own.
   *
   * @throws CairnException {@link ErrorCode#BATCH_TOO_LARGE} if the body is larger
   */
  static JsonView ofBatch(byte @Nullable [] body, String what, Limits limits) {
    if (body != null && body.length > limits.batchBytes()) {
      throw new CairnException(
          ErrorCode.BATCH_TOO_LARGE,
          what
              + " has "
              + body.length
              + " bytes; at most "
              + limits.batchBytes()
              + " are allowed. Send it in parts.");
    }
    return required(body, what, limits);
  }

  /**
   * Makes sure that a batch or transaction has no more members than allowed.
   *
   * @throws CairnException {@link ErrorCode#BATCH_TOO_LARGE}
   */
  static void requireMembers(int members, String what, Limits limits) {
    if (members > limits.batchMembers()) {
      throw new CairnException(
          ErrorCode.BATCH_TOO_LARGE,
          what
              + " has "
              + members
              + " members; at most "
              + limits.batchMembers()
              + " are allowed. Send it in parts.");
    }
  }
}
