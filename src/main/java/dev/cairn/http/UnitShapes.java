package dev.cairn.http;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of batches and transactions, for the API description alone: bodies are
 * read and written as streams, and no instance of these is ever made.
 */
final class UnitShapes {

  private UnitShapes() {}

  @Schema(
      name = "Operation",
      description =
          "A step of a batch or transaction. `put` takes value, metadata, ifVersion, ifAbsent,"
              + " and expires or ttl;"
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
      @Schema(
              description = "When the entry expires; one without it, and without ttl, stays.",
              format = "date-time")
          @Nullable String expires,
      @Schema(description = "How long the entry lives.", format = "duration", examples = "PT1H")
          @Nullable String ttl,
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
      @Schema(description = "Its key; left out if it has none that can be used.")
          @Nullable String key,
      @Schema(
              required = true,
              description = "The HTTP status that the operation alone would have had.")
          int status,
      @Schema(description = "The version of the entry.", minimum = "1") @Nullable Long version,
      @Schema(description = "When the entry was made, for a get.", format = "date-time")
          @Nullable String created,
      @Schema(description = "When the entry was last written, for a get.", format = "date-time")
          @Nullable String updated,
      @Schema(
              description = "When the entry expires, for a get of one that does.",
              format = "date-time")
          @Nullable String expires,
      @Schema(description = "The value, for a get.") @Nullable Object value,
      @Schema(description = "The metadata, for a get.") @Nullable Map<String, Object> metadata,
      @Schema(description = "The code of a refusal.") @Nullable String code,
      @Schema(description = "A refusal in words.") @Nullable String detail,
      @Schema(description = "What is wrong with the operation, where it is a part of it.")
          @Nullable List<BadPart> errors) {}

  @Schema(name = "Violation", description = "A bad part of an operation.")
  record BadPart(
      @Schema(required = true, description = "Where: a JSON Pointer (RFC 6901) into the body.")
          String pointer,
      @Schema(required = true, description = "What is wrong with it.") String reason) {}

  @Schema(name = "BatchResult", description = "What became of a batch.")
  record BatchResult(
      @Schema(required = true, description = "One for each operation, in order.")
          List<OperationOutcome> results,
      @Schema(
              description =
                  "The shard's revision after the batch; left out if no operation could be"
                      + " carried out.",
              minimum = "0")
          @Nullable Long revision) {}

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
}
