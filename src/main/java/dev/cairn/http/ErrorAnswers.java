package dev.cairn.http;

import static dev.cairn.ErrorCode.ADMIN_KEY_NEEDED;
import static dev.cairn.ErrorCode.AGGREGATE_TOO_LARGE;
import static dev.cairn.ErrorCode.ANSWER_NOT_KEPT;
import static dev.cairn.ErrorCode.API_KEY_NOT_FOUND;
import static dev.cairn.ErrorCode.BATCH_REFUSED;
import static dev.cairn.ErrorCode.BATCH_TOO_LARGE;
import static dev.cairn.ErrorCode.BODY_TOO_LARGE;
import static dev.cairn.ErrorCode.CHECK_FAILED;
import static dev.cairn.ErrorCode.CURSOR_EXPIRED;
import static dev.cairn.ErrorCode.ENTRY_NOT_FOUND;
import static dev.cairn.ErrorCode.FORBIDDEN;
import static dev.cairn.ErrorCode.FOREIGN_ORIGIN;
import static dev.cairn.ErrorCode.HISTORY_CHANGED;
import static dev.cairn.ErrorCode.IDEMPOTENCY_KEY_REUSED;
import static dev.cairn.ErrorCode.INDEX_BUILDING;
import static dev.cairn.ErrorCode.INDEX_EXISTS;
import static dev.cairn.ErrorCode.INDEX_NOT_FOUND;
import static dev.cairn.ErrorCode.INTERNAL;
import static dev.cairn.ErrorCode.INVALID_BODY;
import static dev.cairn.ErrorCode.INVALID_CURSOR;
import static dev.cairn.ErrorCode.INVALID_INDEX;
import static dev.cairn.ErrorCode.INVALID_JSON;
import static dev.cairn.ErrorCode.INVALID_KEY;
import static dev.cairn.ErrorCode.INVALID_NAMESPACE;
import static dev.cairn.ErrorCode.INVALID_PARAMETER;
import static dev.cairn.ErrorCode.INVALID_PATCH;
import static dev.cairn.ErrorCode.INVALID_QUERY;
import static dev.cairn.ErrorCode.INVALID_SHARD_ID;
import static dev.cairn.ErrorCode.INVALID_TARGET;
import static dev.cairn.ErrorCode.METADATA_TOO_LARGE;
import static dev.cairn.ErrorCode.NAMESPACE_NOT_EMPTY;
import static dev.cairn.ErrorCode.NAMESPACE_NOT_FOUND;
import static dev.cairn.ErrorCode.NAMESPACE_PROTECTED;
import static dev.cairn.ErrorCode.NOT_ACCEPTABLE;
import static dev.cairn.ErrorCode.OUTCOME_UNKNOWN;
import static dev.cairn.ErrorCode.PATCH_CONFLICT;
import static dev.cairn.ErrorCode.PATCH_TEST_FAILED;
import static dev.cairn.ErrorCode.QUERY_TOO_LONG;
import static dev.cairn.ErrorCode.QUEUE_FULL;
import static dev.cairn.ErrorCode.RATE_LIMITED;
import static dev.cairn.ErrorCode.SHARD_BUSY;
import static dev.cairn.ErrorCode.SHARD_FULL;
import static dev.cairn.ErrorCode.SHARD_NOT_FOUND;
import static dev.cairn.ErrorCode.SHARD_QUARANTINED;
import static dev.cairn.ErrorCode.SHUTTING_DOWN;
import static dev.cairn.ErrorCode.STORAGE_FULL;
import static dev.cairn.ErrorCode.TOO_MANY_INDEXES;
import static dev.cairn.ErrorCode.TOO_MANY_KEYS;
import static dev.cairn.ErrorCode.TOO_MANY_OPEN_SHARDS;
import static dev.cairn.ErrorCode.TOO_MANY_READS;
import static dev.cairn.ErrorCode.TOO_MANY_SHARDS;
import static dev.cairn.ErrorCode.TOO_MANY_STREAMS;
import static dev.cairn.ErrorCode.UNAUTHENTICATED;
import static dev.cairn.ErrorCode.UNIQUE_VIOLATION;
import static dev.cairn.ErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static dev.cairn.ErrorCode.VALUE_TOO_LARGE;

import dev.cairn.ErrorCode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Tells in the API description which codes each operation on more than one entry can be refused
 * with, by status and in the words of {@link ErrorCode}; of every operation, what it answers to
 * callers who may not call it.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ErrorAnswers implements OASFilter {

  private static final List<ErrorCode> CALLER =
      List.of(UNAUTHENTICATED, FOREIGN_ORIGIN, FORBIDDEN, RATE_LIMITED);

  /** Of what waits for its turn and is bounded in its processor time. */
  private static final List<ErrorCode> LONG_READ = List.of(TOO_MANY_READS, QUERY_TOO_LONG);

  private static final List<ErrorCode> ANY =
      all(CALLER, List.of(INVALID_TARGET, INVALID_PARAMETER, NOT_ACCEPTABLE, INTERNAL));

  private static final List<ErrorCode> SHARD =
      List.of(INVALID_SHARD_ID, SHARD_QUARANTINED, SHARD_BUSY, TOO_MANY_OPEN_SHARDS, SHUTTING_DOWN);

  private static final List<ErrorCode> BODY =
      List.of(INVALID_JSON, INVALID_BODY, BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE);

  /** Of what is wrong with the request; what is wrong with a shard stands in the answer. */
  private static final List<ErrorCode> CROSS_SHARD =
      all(
          BODY,
          LONG_READ,
          List.of(INVALID_NAMESPACE, INVALID_QUERY, TOO_MANY_SHARDS, SHUTTING_DOWN));

  private static final List<ErrorCode> WRITE =
      List.of(QUEUE_FULL, OUTCOME_UNKNOWN, STORAGE_FULL, SHARD_FULL);

  /** Of what is carried out once if its request has a key. */
  private static final List<ErrorCode> ONCE = List.of(ANSWER_NOT_KEPT, IDEMPOTENCY_KEY_REUSED);

  private static final Map<String, List<ErrorCode>> OF_OPERATION =
      Map.ofEntries(
          Map.entry("getStatus", ANY),
          Map.entry("createKey", all(ANY, BODY, List.of(ADMIN_KEY_NEEDED, TOO_MANY_KEYS))),
          Map.entry("listKeys", all(ANY, List.of(INVALID_CURSOR))),
          Map.entry("getKey", all(ANY, List.of(API_KEY_NOT_FOUND))),
          Map.entry("revokeKey", all(ANY, List.of(API_KEY_NOT_FOUND, ADMIN_KEY_NEEDED))),
          Map.entry("listShards", all(ANY, List.of(INVALID_CURSOR))),
          Map.entry("putShard", all(ANY, SHARD, BODY, List.of(STORAGE_FULL))),
          Map.entry("getShard", all(ANY, SHARD, List.of(SHARD_NOT_FOUND))),
          Map.entry("deleteShard", all(ANY, SHARD)),
          Map.entry(
              "listNamespaces",
              all(
                  ANY,
                  SHARD,
                  LONG_READ,
                  List.of(INVALID_CURSOR, SHARD_NOT_FOUND, HISTORY_CHANGED))),
          Map.entry(
              "putNamespace",
              all(ANY, SHARD, BODY, WRITE, List.of(INVALID_NAMESPACE, METADATA_TOO_LARGE))),
          Map.entry("getNamespace", all(ANY, SHARD, missing())),
          Map.entry(
              "deleteNamespace",
              all(
                  ANY,
                  SHARD,
                  WRITE,
                  List.of(INVALID_NAMESPACE, NAMESPACE_NOT_EMPTY, NAMESPACE_PROTECTED))),
          Map.entry(
              "getChanges",
              all(
                  ANY,
                  SHARD,
                  LONG_READ,
                  List.of(
                      INVALID_NAMESPACE,
                      INVALID_CURSOR,
                      SHARD_NOT_FOUND,
                      CURSOR_EXPIRED,
                      HISTORY_CHANGED,
                      TOO_MANY_STREAMS))),
          Map.entry(
              "listEntries",
              all(ANY, SHARD, LONG_READ, missing(), List.of(INVALID_CURSOR, HISTORY_CHANGED))),
          Map.entry("clearNamespace", all(ANY, SHARD, WRITE, List.of(INVALID_NAMESPACE))),
          Map.entry(
              "queryEntries",
              all(
                  ANY,
                  SHARD,
                  BODY,
                  LONG_READ,
                  missing(),
                  List.of(INVALID_QUERY, INVALID_CURSOR, HISTORY_CHANGED))),
          Map.entry(
              "countEntries", all(ANY, SHARD, BODY, LONG_READ, missing(), List.of(INVALID_QUERY))),
          Map.entry(
              "aggregateEntries",
              all(
                  ANY,
                  SHARD,
                  BODY,
                  LONG_READ,
                  missing(),
                  List.of(INVALID_QUERY, AGGREGATE_TOO_LARGE))),
          Map.entry("listIndexes", all(ANY, SHARD, LONG_READ, missing())),
          Map.entry("getIndex", all(ANY, SHARD, LONG_READ, missing(), List.of(INDEX_NOT_FOUND))),
          Map.entry(
              "declareIndex",
              all(
                  ANY,
                  SHARD,
                  BODY,
                  WRITE,
                  missing(),
                  List.of(
                      INVALID_INDEX,
                      INVALID_QUERY,
                      INDEX_EXISTS,
                      TOO_MANY_INDEXES,
                      UNIQUE_VIOLATION))),
          Map.entry("deleteIndex", all(ANY, SHARD, WRITE, missing())),
          Map.entry(
              "searchEntries",
              all(
                  ANY,
                  SHARD,
                  BODY,
                  LONG_READ,
                  missing(),
                  List.of(
                      INVALID_QUERY,
                      INVALID_CURSOR,
                      INDEX_NOT_FOUND,
                      INDEX_BUILDING,
                      HISTORY_CHANGED))),
          Map.entry("queryShards", all(ANY, CROSS_SHARD, List.of(INVALID_CURSOR))),
          Map.entry("countShards", all(ANY, CROSS_SHARD)),
          Map.entry("aggregateShards", all(ANY, CROSS_SHARD, List.of(AGGREGATE_TOO_LARGE))),
          Map.entry(
              "batch",
              all(
                  ANY,
                  SHARD,
                  BODY,
                  WRITE,
                  List.of(INVALID_NAMESPACE, SHARD_NOT_FOUND, BATCH_REFUSED, BATCH_TOO_LARGE))),
          Map.entry(
              "transact",
              all(
                  ANY,
                  SHARD,
                  BODY,
                  WRITE,
                  missing(),
                  List.of(
                      INVALID_KEY,
                      INVALID_PATCH,
                      ENTRY_NOT_FOUND,
                      CHECK_FAILED,
                      PATCH_TEST_FAILED,
                      PATCH_CONFLICT,
                      VALUE_TOO_LARGE,
                      METADATA_TOO_LARGE,
                      BATCH_TOO_LARGE))),
          Map.entry(
              "exportShard",
              all(ANY, SHARD, List.of(SHARD_NOT_FOUND, TOO_MANY_READS, TOO_MANY_STREAMS))),
          Map.entry("importIntoShard", all(ANY, SHARD, BODY, WRITE, List.of(TOO_MANY_STREAMS))));

  @Override
  public Operation filterOperation(Operation operation) {
    String id = operation.getOperationId();
    List<ErrorCode> listed = OF_OPERATION.getOrDefault(id, CALLER);
    List<ErrorCode> codes = RepeatDescription.isOnce(id) ? all(listed, ONCE) : listed;
    Map<Integer, List<ErrorCode>> byStatus =
        codes.stream()
            .sorted()
            .distinct()
            .collect(Collectors.groupingBy(ErrorCode::status, TreeMap::new, Collectors.toList()));
    byStatus.forEach(
        (status, ofStatus) -> {
          APIResponse answer = answer(ofStatus);
          if (status == RATE_LIMITED.status()) {
            QuotaHeaders.describe(answer);
          }
          operation.getResponses().addAPIResponse(status.toString(), answer);
        });
    return operation;
  }

  private static APIResponse answer(List<ErrorCode> codes) {
    String description =
        codes.stream()
            .map(code -> "`" + code.word() + "`: " + code.title() + ".")
            .collect(Collectors.joining(" "));
    return ProblemAnswers.problem(description);
  }

  private static List<ErrorCode> missing() {
    return List.of(INVALID_NAMESPACE, SHARD_NOT_FOUND, NAMESPACE_NOT_FOUND);
  }

  @SafeVarargs
  private static List<ErrorCode> all(List<ErrorCode>... lists) {
    List<ErrorCode> all = new ArrayList<>();
    for (List<ErrorCode> list : lists) {
      all.addAll(list);
    }
    return List.copyOf(all);
  }
}
