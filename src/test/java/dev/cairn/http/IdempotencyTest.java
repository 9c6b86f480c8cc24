package dev.cairn.http;

import static dev.cairn.http.EntryCalls.JSON;
import static dev.cairn.http.EntryCalls.JSON_PATCH;
import static dev.cairn.http.EntryCalls.MERGE;
import static dev.cairn.http.EntryCalls.get;
import static dev.cairn.http.EntryCalls.put;
import static dev.cairn.http.EntryCalls.refused;
import static dev.cairn.http.EntryCalls.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Requests that are repeated with the header Idempotency-Key. */
@QuarkusTest
class IdempotencyTest {

  private static final Set<String> OF_EACH_ANSWER =
      Set.of("X-Request-Id", "Cairn-Replayed", "Date");

  private final EntryCalls calls = new EntryCalls();

  private static Response send(
      String key, String method, String path, String type, String body, String... headers) {
    RequestSpecification request = request().header("Idempotency-Key", key);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    if (!type.isEmpty()) {
      request.contentType(type).body(body.getBytes(UTF_8));
    }
    return request.request(method, path);
  }

  private static Map<String, String> told(Response answer) {
    Map<String, String> told = new TreeMap<>();
    for (Header header : answer.headers()) {
      if (!OF_EACH_ANSWER.contains(header.getName())) {
        told.put(header.getName().toLowerCase(java.util.Locale.ROOT), header.getValue());
      }
    }
    return told;
  }

  /** Sends it, changes the shard, sends it again: the same answer, and nothing is done. */
  private Response assertOnce(
      int status, String method, String path, String type, String body, String... headers) {
    String key = "k-" + method + path.hashCode() + body.hashCode();
    Response first = send(key, method, path, type, body, headers);
    assertThat(first.statusCode()).as(first.asString()).isEqualTo(status);
    assertThat(first.header("Cairn-Replayed")).isNull();
    String revision = put(calls.entry("between"), "1").header("Cairn-Revision");

    Response again = send(key, method, path, type, body, headers);

    assertThat(again.statusCode()).as(again.asString()).isEqualTo(status);
    assertThat(again.header("Cairn-Replayed")).isEqualTo("true");
    assertThat(again.asString()).isEqualTo(first.asString());
    assertThat(told(again)).isEqualTo(told(first));
    String after = put(calls.entry("between"), "1").header("Cairn-Revision");
    assertThat(Long.parseLong(after)).as("no revision").isEqualTo(Long.parseLong(revision) + 1);
    return again;
  }

  @Test
  void writesOfAnEntryAreCarriedOutOnce() {
    String[] full = {"Prefer", "return=representation"};
    Response made = assertOnce(201, "PUT", calls.entry("a"), JSON, "{\"n\": 1.10}");
    assertThat(made.header("Location")).isEqualTo(calls.entry("a"));
    assertThat(made.header("ETag")).isEqualTo("\"" + made.header("Cairn-Revision") + "\"");
    assertOnce(204, "PUT", calls.entry("a"), JSON, "{\"n\":[]}", "Cairn-Metadata", "{\"m\":1}");
    assertOnce(200, "PUT", calls.byQuery("a"), JSON, "{\"n\":[]}", full);
    assertOnce(201, "PUT", calls.byQuery("/b") + "&ttl=PT1H", JSON, "1", full);
    assertOnce(
        204,
        "PATCH",
        calls.entry("a"),
        JSON_PATCH,
        "[{\"op\":\"add\",\"path\":\"/n/-\",\"value\":1}]");
    Response patched =
        assertOnce(
            200,
            "PATCH",
            calls.byQuery("a"),
            JSON_PATCH,
            "[{\"op\":\"add\",\"path\":\"/n/-\",\"value\":2}]",
            full);
    assertThat(patched.asString()).isEqualTo("{\"n\":[1,2]}");
    assertOnce(204, "PUT", calls.metadata("a"), JSON, "{\"x\":1}");
    assertOnce(200, "PATCH", calls.metadata("a"), MERGE, "{\"y\":1}", full);
    assertThat(get(calls.metadata("a")).asString()).isEqualTo("{\"x\":1,\"y\":1}");
    assertOnce(204, "DELETE", calls.entry("a"), "", "");
    assertThat(get(calls.entry("a")).statusCode()).isEqualTo(404);
  }

  @Test
  void unitsAndNamespacesAreCarriedOutOnce() {
    put(calls.entry("a"), "1");
    Response batch =
        assertOnce(
            200,
            "POST",
            calls.namespacePath() + "/batch",
            JSON,
            """
            {"operations":[{"op":"put","key":"b","value":2},{"op":"get","key":"a"},
              {"op":"put","key":"a","value":3,"ifAbsent":true},{"op":"fly","key":"c"}]}""");
    assertThat(batch.jsonPath().getList("results.status")).containsExactly(201, 200, 412, 400);
    assertOnce(
        200,
        "POST",
        calls.namespacePath() + "/batch",
        JSON,
        "{\"atomic\":true,\"operations\":[{\"op\":\"put\",\"key\":\"b\",\"value\":3}]}");
    assertOnce(
        200,
        "POST",
        calls.shardPath() + "/transactions",
        JSON,
        """
        {"checks":[{"key":"a","absent":true}],"operations":[],
         "else":[{"op":"put","key":"d","value":1},{"op":"get","key":"a"}]}""");
    String people = calls.shardPath() + "/namespaces/people";
    Response made = assertOnce(201, "PUT", people, JSON, "{\"metadata\":{\"a\":1}}");
    assertThat(made.jsonPath().getString("namespace")).isEqualTo("people");
    assertThat(made.header("Location")).isEqualTo(people);
    assertOnce(204, "PUT", people, JSON, "{\"metadata\":{\"a\":2}}");
    assertOnce(200, "PUT", people, JSON, "{\"metadata\":null}", "Prefer", "return=representation");
    put(people + "/entries/x", "1");
    assertOnce(204, "DELETE", people + "/entries", "", "");
    assertOnce(204, "DELETE", people + "?recursive=true", "", "");
  }

  @Test
  void anotherRequestWithTheKeyIsRefused() {
    assertThat(send("k", "PUT", calls.entry("a"), JSON, "1").statusCode()).isEqualTo(201);

    List<Response> others =
        List.of(
            send("k", "PUT", calls.entry("a"), JSON, "2"),
            send("k", "PUT", calls.entry("b"), JSON, "1"),
            send("k", "PUT", calls.byQuery("a"), JSON, "1"),
            send("k", "PATCH", calls.entry("a"), MERGE, "1"),
            send("k", "DELETE", calls.entry("a"), "", ""),
            send("k", "PUT", calls.entry("a"), JSON, "1", "If-Match", "\"1\""),
            send("k", "PUT", calls.entry("a"), JSON, "1", "If-None-Match", "*"),
            send("k", "PUT", calls.entry("a"), JSON, "1", "Cairn-Metadata", "{}"),
            send("k", "PUT", calls.entry("a"), JSON, "1", "Prefer", "return=representation"),
            send(
                "k",
                "POST",
                calls.namespacePath() + "/batch",
                JSON,
                "{\"operations\":[{\"op\":\"put\",\"key\":\"a\",\"value\":1}]}"));
    for (Response other : others) {
      refused(other, 422, "idempotency-key-reused");
    }
    assertThat(get(calls.entry("a")).header("Cairn-Version")).isEqualTo("1");
    Response same = send("k", "PUT", calls.entry("a"), JSON, "1", "X-Other", "1");
    assertThat(same.header("Cairn-Replayed")).isEqualTo("true");
  }

  @Test
  void theKeyIsThatOfOneShard() {
    EntryCalls elsewhere = new EntryCalls();
    assertThat(send("k", "PUT", calls.entry("a"), JSON, "1").statusCode()).isEqualTo(201);
    Response other = send("k", "PUT", elsewhere.entry("a"), JSON, "2");
    assertThat(other.statusCode()).isEqualTo(201);
    assertThat(other.header("Cairn-Replayed")).isNull();
  }

  @Test
  void whatWasRefusedOrChangedNothingIsCarriedOutAnew() {
    String[] ifSeven = {"If-Match", "\"7\""};
    refused(send("k", "PUT", calls.entry("a"), JSON, "1", ifSeven), 412, "precondition-failed");
    calls.assertNoShard();
    refused(send("k", "PUT", calls.entry("a"), JSON, "{"), 400, "invalid-json");
    assertThat(send("d", "DELETE", calls.entry("a"), "", "").header("Cairn-Revision"))
        .isEqualTo("0");
    calls.assertNoShard();

    assertThat(send("k", "PUT", calls.entry("a"), JSON, "2").statusCode()).isEqualTo(201);
    Response deleted = send("d", "DELETE", calls.entry("a"), "", "");
    assertThat(deleted.header("Cairn-Revision")).isEqualTo("2");
    assertThat(deleted.header("Cairn-Replayed")).isNull();
    String checked = "{\"checks\":[{\"key\":\"a\",\"version\":9}],\"operations\":[]}";
    for (int i = 0; i < 2; i++) {
      refused(
          send("c", "POST", calls.shardPath() + "/transactions", JSON, checked),
          409,
          "check-failed");
      refused(
          send(
              "b",
              "POST",
              calls.namespacePath() + "/batch",
              JSON,
              "{\"atomic\":true,\"operations\":[{\"op\":\"patch\",\"key\":\"a\",\"mergePatch\":1}]}"),
          409,
          "batch-refused");
    }
  }

  @Test
  void quotedAndBareTheKeyIsTheSame() {
    assertThat(send("\"a-1\"", "PUT", calls.entry("a"), JSON, "1").statusCode()).isEqualTo(201);
    assertThat(send("a-1", "PUT", calls.entry("a"), JSON, "1").header("Cairn-Replayed"))
        .isEqualTo("true");
    for (String key : List.of("\"with \\\"blank\"", "x".repeat(255), "a=b&c%d")) {
      assertThat(send(key, "PUT", calls.entry("a"), JSON, "2").statusCode()).as(key).isEqualTo(204);
    }
    for (String key :
        List.of(
            "\"\"", "a b", "a,b", "\"a", "a\"", "\"a\"b", "\"a\\b\"", "x".repeat(256), "a;b=1")) {
      refused(send(key, "PUT", calls.entry("a"), JSON, "3"), 400, "invalid-parameter");
    }
    Response twice =
        request()
            .header("Idempotency-Key", "a", "b")
            .contentType(JSON)
            .body("3")
            .put(calls.entry("a"));
    refused(twice, 400, "invalid-parameter");
    assertThat(get(calls.entry("a")).asString()).isEqualTo("2");
  }

  @Test
  void readsIgnoreItAndWhatIsNoUnitOfAShardRefusesIt() {
    put(calls.entry("a"), "1");
    String interactive = calls.shardPath() + "/transactions/interactive";
    for (int i = 0; i < 2; i++) {
      assertThat(send("k", "GET", calls.entry("a"), "", "").asString()).isEqualTo("1");
      Response count = send("k", "POST", calls.namespacePath() + "/count", JSON, "{}");
      assertThat(count.asString()).isEqualTo("{\"count\":1}");
      Response query = send("k", "POST", calls.namespacePath() + "/query", JSON, "{}");
      assertThat(query.statusCode()).isEqualTo(200);
    }
    refused(send("k", "PUT", calls.shardPath(), JSON, "{}"), 400, "invalid-parameter");
    refused(send("k", "DELETE", calls.shardPath(), "", ""), 400, "invalid-parameter");
    refused(send("k", "POST", interactive, "", ""), 400, "invalid-parameter");
    refused(
        send("k", "POST", calls.shardPath() + "/import", "application/x-ndjson", ""),
        400,
        "invalid-parameter");
    refused(
        send(
            "k",
            "POST",
            calls.namespacePath() + "/indexes",
            JSON,
            "{\"name\":\"i\",\"field\":\"f\"}"),
        400,
        "invalid-parameter");
    refused(
        send("k", "POST", "/v1/keys", JSON, "{\"name\":\"n\",\"scopes\":[]}"),
        400,
        "invalid-parameter");
  }

  @Test
  void atOnceItIsCarriedOutOnce() throws Exception {
    String patch = "[{\"op\":\"add\",\"path\":\"/-\",\"value\":1}]";
    put(calls.entry("a"), "[]");
    List<Callable<Response>> senders = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      String key = "k" + i % 8;
      senders.add(() -> send(key, "PATCH", calls.entry("a"), JSON_PATCH, patch));
    }
    int replayed = 0;
    Set<String> revisions = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
      for (Future<Response> answer : threads.invokeAll(senders)) {
        assertThat(answer.get().statusCode()).isEqualTo(204);
        revisions.add(answer.get().header("Cairn-Revision"));
        replayed += answer.get().header("Cairn-Replayed") == null ? 0 : 1;
      }
    }
    assertThat(replayed).isEqualTo(56);
    assertThat(revisions).hasSize(8);
    assertThat(get(calls.entry("a")).asString()).isEqualTo("[1,1,1,1,1,1,1,1]");
  }

  @Test
  void randomRepetitionsOfRandomRequestsApplyEachOnce() {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    put(calls.entry("all"), "[]");
    Map<Integer, String> firsts = new TreeMap<>();
    List<Integer> order = new ArrayList<>();
    for (int turn = 0; turn < 150; turn++) {
      int number = random.nextInt(40);
      String add = "[{\"op\":\"add\",\"path\":\"/-\",\"value\":" + number + "}]";
      Response answer =
          number % 2 == 0
              ? send("r" + number, "PATCH", calls.entry("all"), JSON_PATCH, add)
              : send(
                  "r" + number,
                  "POST",
                  calls.shardPath() + "/transactions",
                  JSON,
                  "{\"operations\":[{\"op\":\"patch\",\"key\":\"all\",\"jsonPatch\":"
                      + add
                      + "}]}");
      String text = answer.statusCode() + answer.header("Cairn-Revision") + answer.asString();
      String first = firsts.putIfAbsent(number, text);
      if (first == null) {
        order.add(number);
      }
      assertThat(text).as("turn %d of seed %d", turn, seed).isEqualTo(firsts.get(number));
      assertThat(answer.header("Cairn-Replayed") != null)
          .as("turn %d of seed %d", turn, seed)
          .isEqualTo(first != null);
    }
    assertThat(get(calls.entry("all")).asString())
        .as("seed %d", seed)
        .isEqualTo(order.toString().replace(" ", ""));
  }
}
