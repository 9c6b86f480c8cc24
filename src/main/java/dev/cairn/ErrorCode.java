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
  INVALID_TARGET(
      400,
      "The request target can't be used as it is",
      "Escape the path as it should be; a key with an empty, `.` or `..` segment goes through"
          + " `?key=`."),
  INVALID_SHARD_ID(
      400,
      "The shard id breaks the rule for shard ids",
      "Use 1 to 200 of `A-Z a-z 0-9 . _ ~ : -`, no dot first."),
  INVALID_NAMESPACE(
      400,
      "The namespace breaks the rule for namespaces",
      "Use 1 to 100 of `A-Z a-z 0-9 . _ ~ : -`, no dot first."),
  INVALID_INDEX(
      400,
      "The index breaks the rule for indexes",
      "Name it with 1 to 100 of `A-Z a-z 0-9 . _ ~ : -`, no dot first."),
  INVALID_KEY(400, "The key breaks the rule for keys", "Use 1 to 1,024 bytes of UTF-8."),
  INVALID_JSON(
      400,
      "The body is not one strict JSON text",
      "Send exactly one RFC 8259 text in UTF-8: no byte order mark, no member name twice, not"
          + " nested too deep."),
  INVALID_BODY(
      400,
      "The body does not have the form that is asked for",
      "Mend what each pointer points at."),
  INVALID_PARAMETER(
      400,
      "A parameter or header can't be used as it is",
      "Mend the parameter or header that is named."),
  INVALID_QUERY(
      400, "The query can't be used as it is", "Mend the filter or sort that is pointed at."),
  INVALID_PATCH(400, "The patch can't be used as it is", "Mend the patch that is pointed at."),
  INVALID_CURSOR(
      400,
      "The cursor does not belong to this request",
      "Send `nextCursor` back as it came, with the same request; or begin again without it."),
  UNAUTHENTICATED(
      401,
      "A valid key or token is needed",
      "Send `Authorization: Bearer` and a key that is neither expired nor revoked, or a token of a"
          + " trusted issuer."),
  FOREIGN_ORIGIN(
      403,
      "Requests of web pages and to foreign host names are refused while the service is open",
      "Call from this machine under a loopback name, and not from a web page of another origin."),
  FORBIDDEN(
      403,
      "The key or token does not allow this",
      "Use one with a scope that covers it; whether the thing exists is not told."),
  ROUTE_NOT_FOUND(404, "There is nothing at this path", "Look the path up in `/q/openapi`."),
  SHARD_NOT_FOUND(404, "There is no such shard", "Write to the shard, or make it with PUT."),
  NAMESPACE_NOT_FOUND(
      404, "There is no such namespace", "Write to the namespace, or make it with PUT."),
  ENTRY_NOT_FOUND(
      404, "There is no such entry", "Put the entry before it is read, patched or given metadata."),
  OPERATION_NOT_FOUND(
      404, "There is no such operation", "Only the newest finished ones are remembered."),
  API_KEY_NOT_FOUND(
      404, "There is no such API key", "Revoked and expired ones are listed for a while only."),
  INDEX_NOT_FOUND(404, "There is no such index", "Look up what the namespace's `indexes` are."),
  POINT_NOT_FOUND(
      404,
      "The shard can't be restored as it was at that point",
      "The detail tells the nearest points that can be restored; `backup/points` lists them."),
  SNAPSHOT_NOT_FOUND(404, "There is no such snapshot", "Look up what the shard's `snapshots` are."),
  TRANSACTION_NOT_FOUND(
      404,
      "There is no such interactive transaction",
      "Begin one; only the newest ended ones are remembered, none over a restart, and each is its"
          + " caller's alone."),
  METHOD_NOT_ALLOWED(
      405, "The method does not exist for this path", "Use a method that `Allow` names."),
  NOT_ACCEPTABLE(
      406,
      "None of the accepted media types can be given",
      "Send `Accept: */*`, or the type of the answer."),
  ADMIN_KEY_NEEDED(
      409,
      "A key must stay that administers all shards and does not expire",
      "Make such a key first."),
  TOO_MANY_KEYS(
      409,
      "There are as many keys as there may be",
      "Revoke keys that are not needed; `cairn.auth.most-keys` is the bound."),
  CHECK_FAILED(
      409,
      "A check of the transaction failed",
      "Read the entries that `failedChecks` and `failedOperations` name again, and decide anew."),
  BATCH_REFUSED(
      409,
      "A member of the atomic batch was refused",
      "Mend the members whose `status` is not 424, and send all again."),
  TRANSACTION_FINISHED(
      409,
      "The interactive transaction has been committed or rolled back",
      "`state` and `revision` tell how it ended; begin another one."),
  TRANSACTION_BUSY(
      409,
      "Another request of the interactive transaction is under way",
      "Send its requests one after the other, each when the one before has been answered."),
  TRANSACTION_READ_ONLY(
      409, "The interactive transaction only reads", "Begin one without `readOnly`."),
  PATCH_TEST_FAILED(409, "A test of the patch failed", "Read the entry again, and decide anew."),
  PATCH_CONFLICT(
      409,
      "The patch does not fit the stored value",
      "Read the entry again, and make a patch for what it is now."),
  NAMESPACE_NOT_EMPTY(
      409,
      "The namespace has entries",
      "Clear the namespace first, or delete it with `recursive=true`."),
  NAMESPACE_PROTECTED(409, "The default namespace always exists", "Clear it instead."),
  SHARD_EXISTS(409, "There is a shard of that id already", "Choose another id, or delete it."),
  INDEX_EXISTS(
      409,
      "There is an index of that name with another definition",
      "Choose another name, or delete it."),
  INDEX_BUILDING(
      409, "The index is not whole yet", "Send it again when the index' `state` is `ready`."),
  TOO_MANY_INDEXES(
      409,
      "The namespace has as many indexes as it may have",
      "Delete one that is not needed, or raise `cairn.limits.indexes`."),
  TOO_MANY_SNAPSHOTS(
      409,
      "The shard has as many snapshots as it may",
      "Delete snapshots that nobody needs any more."),
  NO_FILES(
      409,
      "This node keeps its shards in no files",
      "Use export and import, which every driver knows."),
  FILE_REFUSED(
      422,
      "The file can't become a shard",
      "Bring in a file that this service, or an older one, has given out."),
  UNIQUE_VIOLATION(
      409,
      "A unique index does not allow two entries with the same",
      "Change the entry that is named, or what is written."),
  OPERATION_RUNNING(
      409,
      "Another operation of the shard has not finished",
      "Wait for it, or cancel it: `operation` names it."),
  BACKUP_OFF(
      409,
      "The node makes no backup",
      "Name a place for it with `cairn.backup.url`, or `--backup`."),
  ANSWER_NOT_KEPT(
      409,
      "The request was carried out before, and its answer was too large to be kept",
      "It need not be sent again: it took the revision that `revision` tells. Read what it wrote; or have `cairn.idempotency.answer-bytes` raised."),
  CURSOR_EXPIRED(
      410,
      "The feed does not reach back so far any more",
      "Take the state of the shard anew, by an export or lists, and go on from its revision."),
  HISTORY_CHANGED(
      410,
      "The cursor belongs to an older history of the shard",
      "Begin the list again without the cursor."),
  TRANSACTION_EXPIRED(
      410,
      "The interactive transaction was rolled back because its time was over",
      "Nothing of it was kept: begin another one, and send its requests sooner or ask for a longer"
          + " `timeout`."),
  TRANSACTION_ABORTED(
      410,
      "The interactive transaction was rolled back by the service",
      "Nothing of it was kept: the detail tells why; begin another one."),
  PRECONDITION_FAILED(
      412, "The precondition does not hold", "Read the entry again, and decide anew."),
  BODY_TOO_LARGE(
      413,
      "The body is larger than the limit",
      "Send less at once, or raise `cairn.limits.body-bytes`."),
  VALUE_TOO_LARGE(
      413,
      "The value is larger than the limit",
      "Divide the value over several keys, or raise `cairn.limits.value-bytes`."),
  METADATA_TOO_LARGE(
      413,
      "The metadata are larger than the limit",
      "Move what is large into the value, or raise `cairn.limits.metadata-bytes`."),
  BATCH_TOO_LARGE(
      413,
      "The batch has more members or bytes than the limit",
      "Send it in parts, or raise `cairn.limits.batch-members` or `cairn.limits.batch-bytes`."),
  FEED_TOO_LARGE(
      413,
      "The feed would have more shards than it may",
      "Ask for fewer shards in each of several feeds, or raise `cairn.changes.feed-shards`."),
  TRANSACTION_TOO_LARGE(
      413,
      "The interactive transaction would have more operations or bytes than the limit",
      "Commit it or roll it back, and go on in another one; or raise"
          + " `cairn.transactions.operations` or `cairn.transactions.bytes`."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "The media type or encoding of the body can't be used here",
      "Send the type that the detail names, in UTF-8, without Content-Encoding."),
  MEMBER_NOT_RUN(
      424,
      "Not carried out because another member was refused",
      "Nothing is wrong with this one: mend the member that was refused."),
  IDEMPOTENCY_KEY_REUSED(
      422,
      "The idempotency key was used for another request",
      "Make a new key for each request; send one again only with the very same request."),
  QUERY_TOO_LONG(
      422,
      "The read takes more processor time than it may",
      "Narrow the filter, the prefix or the page, or have the quota `queryTime` raised."),
  AGGREGATE_TOO_LARGE(
      422,
      "The aggregation would have more groups, or larger ones, than it may",
      "Narrow the filter, group by a field with fewer values, or raise `cairn.queries.groups` or `cairn.queries.group-bytes`."),
  TOO_MANY_SHARDS(
      422,
      "The prefix names too many shards",
      "Name a longer one, or raise `cairn.queries.shards`."),
  RATE_LIMITED(
      429,
      "More requests came than the quota allows",
      "Wait as long as `Retry-After` says, then send it again."),
  TOO_MANY_READS(
      429,
      "More lists, queries or counts are under way than the quota allows",
      "Send it again when one of the others has been answered."),
  TOO_MANY_STREAMS(
      429,
      "More exports, imports and streams are under way than the quota allows",
      "Send it again when one of the others has ended."),
  TOO_MANY_FEEDS(
      429,
      "As many feeds of many shards are followed as may be",
      "Send it again when one of the others has ended; if it lasts, raise `cairn.changes.feeds` or `cairn.changes.followed`."),
  TOO_MANY_TICKETS(
      429,
      "As many unused tickets are kept as may be",
      "Have a ticket made only when its stream begins; if it lasts, raise `cairn.auth.tickets-of-caller` or `cairn.auth.most-tickets`."),
  QUEUE_FULL(
      429,
      "The shard has more waiting writes than it takes",
      "Wait as long as `Retry-After` says, then send it again."),
  TOO_MANY_OPERATIONS(
      429,
      "Too many operations have not finished",
      "Wait as long as `Retry-After` says, then send it again."),
  TOO_MANY_TRANSACTIONS(
      429,
      "As many interactive transactions are open as may be",
      "Wait as long as `Retry-After` says, then send it again; if it lasts, raise"
          + " `cairn.transactions.most` or `cairn.transactions.read-only-of-shard`."),
  INTERNAL(500, "The service failed", "Look the `requestId` up in the log and report it."),
  SHARD_QUARANTINED(
      500,
      "The shard is quarantined",
      "Read the reason in the shard's status; `docs/operations.md` tells what to do with each."),
  BACKUP_DAMAGED(
      500,
      "What the backup holds can't be used",
      "Choose another point, or a daily copy; begin a new epoch by writing to the shard."),
  SHARD_BUSY(503, "The shard is busy", "Wait as long as `Retry-After` says, then send it again."),
  TOO_MANY_OPEN_SHARDS(
      503,
      "Every place for an open shard is in use",
      "Wait as long as `Retry-After` says, then send it again; if it lasts, raise"
          + " `cairn.shards.open-cap`."),
  ISSUER_UNAVAILABLE(
      503,
      "Tokens can't be verified at the moment",
      "Wait as long as `Retry-After` says, then send it again; if it lasts, see why the issuer"
          + " can't be asked."),
  BACKUP_UNAVAILABLE(
      503,
      "The backup can't be used at the moment",
      "Look at the shard's `backup` for what is in the way, then send it again."),
  DRILL_UNTRIED(
      503,
      "The backup could not be tried",
      "Nothing is known to be wrong with it: look at the detail, wait as long as `Retry-After`"
          + " says, then send it again."),
  SHUTTING_DOWN(503, "The service is shutting down", "Send it again when the service is back."),
  OUTCOME_UNKNOWN(
      504,
      "Whether the write was kept is not known",
      "Read what the write would have changed before it is sent again."),
  NOT_REPLICATED(
      504,
      "The write was kept, but is not known to be in the backup replica",
      "The write need not be sent again: it has the revision that `revision` tells. Look at the"
          + " shard's `backup` for what is in the way."),
  STORAGE_FULL(507, "The disk is full", "Make room on the disk; writes then go on by themselves."),
  SHARD_FULL(
      507,
      "The shard has reached its size limit",
      "Delete what is not needed, or raise the shard's quotas or `cairn.limits.shard-bytes`.");

  private final int status;
  private final String title;
  private final String cure;
  private final String word;

  ErrorCode(int status, String title, String cure) {
    this.status = status;
    this.title = title;
    this.cure = cure;
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

  /** What its receiver can do about it, a sentence or two in Markdown. */
  public String cure() {
    return cure;
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
