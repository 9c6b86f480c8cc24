package dev.cairn.http;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of bodies, for the API description alone: bodies are read and written as streams, and
 * no instance of these is ever made.
 */
final class WireShapes {

  private WireShapes() {}

  @Schema(name = "ShardSettings", description = "What may be set of a shard.")
  record ShardSettings(
      @Schema(
              description =
                  "What an acknowledged write survives: `normal` the death of the process, `full`"
                      + " loss of power too. Left out: as it is, or the node's default.",
              enumeration = {"normal", "full"})
          @Nullable String durability) {}

  @Schema(name = "ShardSummary", description = "A shard in a list.")
  record ShardSummary(
      @Schema(required = true, description = "Its id.") String shard,
      @Schema(required = true, description = "What stores it.") String driver,
      @Schema(
              required = true,
              description = "Where it is in its life.",
              enumeration = {"closed", "opening", "serving", "draining", "quarantined"})
          String state,
      @Schema(
              required = true,
              description = "What an acknowledged write survives.",
              enumeration = {"normal", "full"})
          String durability,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created) {}

  @Schema(
      name = "Shard",
      description = "A shard. The figures are left out while they can't be read.")
  record Shard(
      @Schema(required = true, description = "Its id.") String shard,
      @Schema(required = true, description = "What stores it.") String driver,
      @Schema(
              required = true,
              description = "Where it is in its life.",
              enumeration = {"closed", "opening", "serving", "draining", "quarantined"})
          String state,
      @Schema(description = "Why it is quarantined.") @Nullable String reason,
      @Schema(
              required = true,
              description = "What an acknowledged write survives.",
              enumeration = {"normal", "full"})
          String durability,
      @Schema(description = "The revision of its last write.", minimum = "0")
          @Nullable Long revision,
      @Schema(description = "Number of namespaces, `default` included.", minimum = "1")
          @Nullable Long namespaces,
      @Schema(description = "Number of entries.", minimum = "0") @Nullable Long entries,
      @Schema(description = "Its size in bytes, the write-ahead log not counted.", minimum = "0")
          @Nullable Long bytes,
      @Schema(description = "Bytes of its write-ahead log.", minimum = "0") @Nullable Long walBytes,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created) {}

  @Schema(name = "ShardPage", description = "A page of shards, ordered by id.")
  record ShardPage(
      @Schema(required = true, description = "The shards.") List<ShardSummary> items,
      @Schema(description = "Where the next page goes on; missing at the end.")
          @Nullable String nextCursor) {}

  @Schema(name = "NamespaceSettings", description = "What may be set of a namespace.")
  record NamespaceSettings(
      @Schema(
              description =
                  "A JSON object replaces the metadata, `null` clears them; left out:"
                      + " they stay.",
              nullable = true)
          @Nullable Map<String, Object> metadata) {}

  @Schema(name = "Namespace", description = "A namespace of a shard.")
  record NamespaceItem(
      @Schema(required = true, description = "Its name.") String namespace,
      @Schema(
              required = true,
              description = "The revision that made it or last changed its metadata.",
              minimum = "0")
          long version,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created,
      @Schema(
              required = true,
              description = "When it or its metadata last changed.",
              format = "date-time")
          String updated,
      @Schema(description = "Its metadata, if it has any.")
          @Nullable Map<String, Object> metadata) {}

  @Schema(name = "NamespacePage", description = "A page of namespaces, ordered by name.")
  record NamespacePage(
      @Schema(required = true, description = "The namespaces.") List<NamespaceItem> items,
      @Schema(description = "Where the next page goes on; missing at the end.")
          @Nullable String nextCursor) {}

  @Schema(name = "EntryItem", description = "An entry in a page.")
  record EntryItem(
      @Schema(required = true, description = "Its key.", minLength = 1) String key,
      @Schema(required = true, description = "The revision that last wrote it.", minimum = "1")
          long version,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created,
      @Schema(required = true, description = "When it was last written.", format = "date-time")
          String updated,
      @Schema(description = "Its value: any JSON.") @Nullable Object value,
      @Schema(description = "Its metadata, if it has any.")
          @Nullable Map<String, Object> metadata) {}

  @Schema(
      name = "EntryPage",
      description =
          "A page of entries. It may hold fewer than `limit` when its entries are large; only a"
              + " missing `nextCursor` means the end.")
  record EntryItemPage(
      @Schema(required = true, description = "The entries.") List<EntryItem> items,
      @Schema(description = "Where the next page goes on; missing at the end.")
          @Nullable String nextCursor) {}

  @Schema(
      name = "Filter",
      description =
          "A condition `{field, operator, value}`, or a group: `and` or `or` with a list of"
              + " filters, or `not` with one.")
  record FilterItem(
      @Schema(
              description =
                  "A path into the value (`addr.city`, `tags[0]`, `[\"a.b\"].c`) or one of `$key`,"
                      + " `$value`, `$created`, `$updated`, `$version`, `$metadata.x`.")
          @Nullable String field,
      @Schema(
              description = "How the field is compared.",
              enumeration = {
                "eq",
                "ne",
                "gt",
                "gte",
                "lt",
                "lte",
                "contains",
                "startsWith",
                "endsWith",
                "in",
                "nin",
                "exists"
              })
          @Nullable String operator,
      @Schema(description = "What the field is compared with.") @Nullable Object value,
      @Schema(description = "Every one of these holds.") @Nullable List<Object> and,
      @Schema(description = "At least one of these holds.") @Nullable List<Object> or,
      @Schema(description = "This does not hold.") @Nullable Object not) {}

  @Schema(name = "Sort", description = "One criterion of an order.")
  record SortItem(
      @Schema(required = true, description = "What is compared.") String field,
      @Schema(
              description = "`asc` if left out.",
              enumeration = {"asc", "desc"})
          @Nullable String order) {}

  @Schema(
      name = "Query",
      description = "Which entries, in which order. Order of work: filter, sort, offset, limit.")
  record QueryBody(
      @Schema(description = "The condition; every entry if left out.") @Nullable FilterItem filter,
      @Schema(description = "The order, most significant first; by key if left out.")
          @Nullable List<SortItem> sort,
      @Schema(description = "Most entries of the page.", minimum = "1", defaultValue = "100")
          @Nullable Integer limit,
      @Schema(description = "Entries to pass over; not beside a cursor.", minimum = "0")
          @Nullable Integer offset,
      @Schema(description = "`nextCursor` of the page before, with the same filter and sort.")
          @Nullable String cursor,
      @Schema(description = "What entries carry: `value`, `metadata`; both if left out.")
          @Nullable List<String> include) {}

  @Schema(name = "Count", description = "Which entries are counted.")
  record CountBody(
      @Schema(description = "The condition; every entry if left out.")
          @Nullable FilterItem filter) {}

  @Schema(name = "CountResult", description = "How many entries there are.")
  record CountResult(
      @Schema(required = true, description = "Their number.", minimum = "0") long count) {}

  @Schema(
      name = "Operation",
      description =
          "A step of a batch or transaction. `put` takes value, metadata, ifVersion and ifAbsent;"
              + " `delete` takes ifVersion; `patch` takes mergePatch or jsonPatch, and ifVersion;"
              + " `get` takes include.")
  record OperationItem(
      @Schema(
              required = true,
              description = "What is done.",
              enumeration = {"put", "delete", "patch", "get"})
          String op,
      @Schema(description = "The namespace; the one in the path, or `default`, if left out.")
          @Nullable String namespace,
      @Schema(required = true, description = "The key.", minLength = 1) String key,
      @Schema(description = "The value to put: any JSON, stored as it is written here.")
          @Nullable Object value,
      @Schema(
              description =
                  "An object replaces the metadata, `null` clears them, left out: they" + " stay.",
              nullable = true)
          @Nullable Map<String, Object> metadata,
      @Schema(description = "A JSON Merge Patch (RFC 7396).") @Nullable Object mergePatch,
      @Schema(description = "A JSON Patch (RFC 6902).") @Nullable List<Object> jsonPatch,
      @Schema(description = "Only if the entry has this version.", minimum = "1")
          @Nullable Long ifVersion,
      @Schema(description = "Only if there is no such entry.") @Nullable Boolean ifAbsent,
      @Schema(description = "What a get answers: `value`, `metadata`; both if left out.")
          @Nullable List<String> include) {}

  @Schema(name = "Batch", description = "Operations in one unit.")
  record BatchBody(
      @Schema(description = "Whether one refusal undoes all of them.", defaultValue = "false")
          @Nullable Boolean atomic,
      @Schema(required = true, description = "The operations, in order.")
          List<OperationItem> operations) {}

  @Schema(name = "OperationResult", description = "What became of one operation.")
  record OperationOutcome(
      @Schema(description = "Its key, unless it breaks the rule for keys.") @Nullable String key,
      @Schema(
              required = true,
              description = "The HTTP status that the operation alone would have had.")
          int status,
      @Schema(description = "The version of the entry.", minimum = "1") @Nullable Long version,
      @Schema(description = "When the entry was made, for a get.", format = "date-time")
          @Nullable String created,
      @Schema(description = "When the entry was last written, for a get.", format = "date-time")
          @Nullable String updated,
      @Schema(description = "The value, for a get.") @Nullable Object value,
      @Schema(description = "The metadata, for a get.") @Nullable Map<String, Object> metadata,
      @Schema(description = "The code of a refusal.") @Nullable String code,
      @Schema(description = "A refusal in words.") @Nullable String detail) {}

  @Schema(name = "BatchResult", description = "What became of a batch.")
  record BatchResult(
      @Schema(required = true, description = "One for each operation, in order.")
          List<OperationOutcome> results,
      @Schema(required = true, description = "The shard's revision after the batch.", minimum = "0")
          long revision) {}

  @Schema(name = "Check", description = "What must hold: a version, or absence.")
  record CheckItem(
      @Schema(description = "The namespace; `default` if left out.") @Nullable String namespace,
      @Schema(required = true, description = "The key.", minLength = 1) String key,
      @Schema(description = "The entry has this version.", minimum = "1") @Nullable Long version,
      @Schema(description = "`true`: there is no such entry.") @Nullable Boolean absent) {}

  @Schema(name = "Transaction", description = "Checks and operations, all or nothing.")
  record TransactionBody(
      @Schema(description = "What must hold.") @Nullable List<CheckItem> checks,
      @Schema(required = true, description = "What is done if every check holds.")
          List<OperationItem> operations,
      @Schema(name = "else", description = "What is done if a check does not hold.")
          @Nullable List<OperationItem> otherwise) {}

  @Schema(name = "TransactionResult", description = "What became of a transaction.")
  record TransactionResult(
      @Schema(required = true, description = "False if the `else` operations were done.")
          boolean succeeded,
      @Schema(required = true, description = "The shard's revision afterwards.", minimum = "0")
          long revision,
      @Schema(description = "Indexes of the checks that did not hold.")
          @Nullable List<Integer> failedChecks,
      @Schema(description = "Indexes of the operations whose precondition did not hold.")
          @Nullable List<Integer> failedOperations,
      @Schema(required = true, description = "One for each operation that was done, in order.")
          List<OperationOutcome> results) {}

  @Schema(name = "ImportReport", description = "What an import did.")
  record ImportResult(
      @Schema(required = true, description = "Lines that were read.", minimum = "0") long lines,
      @Schema(required = true, description = "Entries made.", minimum = "0") long created,
      @Schema(required = true, description = "Entries replaced.", minimum = "0") long replaced,
      @Schema(required = true, description = "Lines skipped, their entries exist.", minimum = "0")
          long skipped,
      @Schema(required = true, description = "Lines not applied.", minimum = "0") long failed,
      @Schema(required = true, description = "Why, for the first hundred of them.")
          List<LineFault> errors,
      @Schema(description = "`true` if there are more errors than are told.")
          @Nullable Boolean moreErrors) {}

  @Schema(name = "LineError", description = "Why a line was not applied.")
  record LineFault(
      @Schema(required = true, description = "Its number in this body, from 1.", minimum = "1")
          long line,
      @Schema(required = true, description = "The code of the refusal.") String code,
      @Schema(required = true, description = "The refusal in words.") String detail) {}

  @Schema(name = "NodeStatus", description = "How this node fares.")
  record NodeStatus(
      @Schema(required = true, description = "The version of the service.") String version,
      @Schema(required = true, description = "What stores the shards.") String driver,
      @Schema(required = true, description = "Seconds since the start.", minimum = "0")
          long uptimeSeconds,
      @Schema(required = true, description = "Number of shards.", minimum = "0") long shards,
      @Schema(required = true, description = "How many of them are open.", minimum = "0") int open,
      @Schema(required = true, description = "How many may be open.", minimum = "1") int openCap,
      @Schema(required = true, description = "Writes that wait.", minimum = "0") int queuedWrites,
      @Schema(
              required = true,
              description = "Bytes of the write-ahead logs of open shards.",
              minimum = "0")
          long walBytes,
      @Schema(required = true, description = "Number of quarantined shards.", minimum = "0")
          int quarantinedShards,
      @Schema(required = true, description = "The first hundred of them, each with its reason.")
          List<QuarantinedShard> quarantined) {}

  @Schema(name = "QuarantinedShard", description = "A shard that is not served, and why.")
  record QuarantinedShard(
      @Schema(required = true, description = "Its id.") String shard,
      @Schema(required = true, description = "Why it is not served.") String reason) {}
}
