package dev.cairn;

import java.util.Locale;

/**
 * Every way in which a request can fail, as a code that never changes its meaning. The published
 * list is made from here.
 *
 * <p>The code in an answer is the constant's name in lower case with hyphens: {@code
 * entry-not-found}.
 */
public enum ErrorCode {
  INVALID_TARGET(400, "The request target can't be used as it is"),
  INVALID_SHARD_ID(400, "The shard id breaks the rule for shard ids"),
  INVALID_NAMESPACE(400, "The namespace breaks the rule for namespaces"),
  INVALID_KEY(400, "The key breaks the rule for keys"),
  INVALID_JSON(400, "The body is not one strict JSON text"),
  INVALID_BODY(400, "The body does not have the form that is asked for"),
  INVALID_PARAMETER(400, "A parameter or header can't be used as it is"),
  INVALID_QUERY(400, "The query can't be used as it is"),
  INVALID_PATCH(400, "The patch can't be used as it is"),
  INVALID_CURSOR(400, "The cursor does not belong to this request"),
  FOREIGN_ORIGIN(
      403, "Requests of web pages and to foreign host names are refused while the service is open"),
  ROUTE_NOT_FOUND(404, "There is nothing at this path"),
  SHARD_NOT_FOUND(404, "There is no such shard"),
  NAMESPACE_NOT_FOUND(404, "There is no such namespace"),
  ENTRY_NOT_FOUND(404, "There is no such entry"),
  METHOD_NOT_ALLOWED(405, "The method does not exist for this path"),
  NOT_ACCEPTABLE(406, "None of the accepted media types can be given"),
  CHECK_FAILED(409, "A check of the transaction failed"),
  BATCH_REFUSED(409, "A member of the atomic batch was refused"),
  PATCH_TEST_FAILED(409, "A test of the patch failed"),
  PATCH_CONFLICT(409, "The patch does not fit the stored value"),
  NAMESPACE_NOT_EMPTY(409, "The namespace has entries"),
  NAMESPACE_PROTECTED(409, "The default namespace always exists"),
  HISTORY_CHANGED(410, "The cursor belongs to an older history of the shard"),
  PRECONDITION_FAILED(412, "The precondition does not hold"),
  BODY_TOO_LARGE(413, "The body is larger than the limit"),
  VALUE_TOO_LARGE(413, "The value is larger than the limit"),
  METADATA_TOO_LARGE(413, "The metadata are larger than the limit"),
  BATCH_TOO_LARGE(413, "The batch has more members or bytes than the limit"),
  UNSUPPORTED_MEDIA_TYPE(415, "The media type or encoding of the body can't be used here"),
  MEMBER_NOT_RUN(424, "Not carried out because another member was refused"),
  QUEUE_FULL(429, "The shard has more waiting writes than it takes"),
  INTERNAL(500, "The service failed"),
  SHARD_QUARANTINED(500, "The shard is quarantined"),
  SHARD_BUSY(503, "The shard is busy"),
  TOO_MANY_OPEN_SHARDS(503, "Every place for an open shard is in use"),
  SHUTTING_DOWN(503, "The service is shutting down"),
  OUTCOME_UNKNOWN(504, "Whether the write was kept is not known"),
  STORAGE_FULL(507, "The disk is full"),
  SHARD_FULL(507, "The shard has reached its size limit");

  private final int status;
  private final String title;
  private final String word;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** What it means, the same for every occurrence. */
  public String title() {
    return title;
  }

  /** The code as clients see it. */
  public String word() {
    return word;
  }

  /** True if the same request may well succeed when it is sent again a little later. */
  public boolean isPassing() {
    return status == 429 || status == 503;
  }
}
