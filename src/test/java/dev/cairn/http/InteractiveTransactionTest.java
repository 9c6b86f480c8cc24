package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Transactions of several requests. */
@QuarkusTest
class InteractiveTransactionTest {

  private final FreshShard shard = new FreshShard();

  private Response tryBegin(String body) {
    return FreshShard.send("POST", shard.path("/transactions/interactive"), body);
  }

  /** Begins one; its path. */
  private String begin(String body) {
    Response answer = tryBegin(body);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
    return answer.header("Location");
  }

  private static Response operate(String transaction, String operations) {
    return FreshShard.send(
        "POST", transaction + "/operations", "{\"operations\":[" + operations + "]}");
  }

  private static Response commit(String transaction) {
    return FreshShard.send("POST", transaction + "/commit", "");
  }

  private static Response rollBack(String transaction) {
    return FreshShard.send("POST", transaction + "/rollback", "");
  }

  @Test
  void itBeginsOperatesAndCommits() {
    shard.put("a", "1");
    Response begun = tryBegin("{\"timeout\":\"PT20S\"}");
    JsonPath told = begun.jsonPath();
    String transaction = begun.header("Location");
    assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(201);
    assertThat(told.getMap(""))
        .containsOnlyKeys("id", "shard", "readOnly", "state", "started", "deadline");
    assertThat(told.getString("state")).isEqualTo("open");
    assertThat(transaction).isEqualTo(shard.path("/transactions/" + told.getString("id")));
    assertThat(
            Duration.between(
                Instant.parse(told.getString("started")),
                Instant.parse(told.getString("deadline"))))
        .isEqualTo(Duration.ofSeconds(20));

    Response done =
        operate(
            transaction,
            """
            {"op":"get","key":"a"},
            {"op":"put","key":"b","value":{"x":1.0},"metadata":{"m":1}},
            {"op":"put","key":"a","value":2,"ifVersion":7},
            {"op":"patch","key":"b","mergePatch":{"y":2}},
            {"op":"get","key":"b"},
            {"op":"delete","key":"a"},
            {"op":"put","key":"c","namespace":"other","value":null},
            {"op":"put","key":""}""");
    assertThat(done.statusCode()).as(done.asString()).isEqualTo(200);
    assertThat(done.jsonPath().getList("results.status"))
        .containsExactly(200, 201, 412, 200, 200, 204, 201, 400);
    assertThat(done.asString()).contains("\"value\":{\"x\":1.0,\"y\":2},\"metadata\":{\"m\":1}");
    assertThat(done.jsonPath().getInt("results[1].version")).isEqualTo(2);
    assertThat(shard.value("a")).isEqualTo("1");
    assertThat(shard.value("b")).isEqualTo("404");

    Response committed = commit(transaction);
    assertThat(committed.statusCode()).as(committed.asString()).isEqualTo(200);
    assertThat(committed.header("Cairn-Revision")).isEqualTo("2");
    assertThat(committed.jsonPath().getString("state")).isEqualTo("committed");
    assertThat(committed.jsonPath().getInt("revision")).isEqualTo(2);
    assertThat(shard.value("a")).isEqualTo("404");
    assertThat(FreshShard.get(shard.inDefault("/entries/b")).header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void anAtomicRequestIsRefusedAloneAndTheTransactionGoesOn() {
    shard.put("a", "1");
    String transaction = begin("");
    operate(transaction, "{\"op\":\"put\",\"key\":\"b\",\"value\":1}");
    Response refused =
        refused(
            FreshShard.send(
                "POST",
                transaction + "/operations",
                """
                {"atomic":true,"operations":[{"op":"put","key":"b","value":2},
                  {"op":"put","key":"a","value":2,"ifAbsent":true}]}"""),
            409,
            "batch-refused");
    assertThat(refused.jsonPath().getList("results.status")).containsExactly(424, 412);
    refused(operate(transaction, "7]"), 400, "invalid-json");
    assertThat(commit(transaction).statusCode()).isEqualTo(200);
    assertThat(shard.value("b")).isEqualTo("1");
    assertThat(shard.value("a")).isEqualTo("1");
  }

  @Test
  void oneThatIsRolledBackLeavesNothing() {
    shard.put("a", "1");
    String transaction = begin("{}");
    operate(transaction, "{\"op\":\"put\",\"key\":\"a\",\"value\":2}");

    assertThat(rollBack(transaction).jsonPath().getString("state")).isEqualTo("rolled-back");

    assertThat(shard.value("a")).isEqualTo("1");
    assertThat(FreshShard.get(transaction).jsonPath().getString("state")).isEqualTo("rolled-back");
    Response late = refused(commit(transaction), 409, "transaction-finished");
    assertThat(late.jsonPath().getString("state")).isEqualTo("rolled-back");
    refused(operate(transaction, ""), 409, "transaction-finished");
    refused(rollBack(transaction), 409, "transaction-finished");
  }

  @Test
  void aLostAnswerToACommitCanBeAskedForAgain() {
    shard.put("a", "1");
    String transaction = begin("");
    operate(transaction, "{\"op\":\"put\",\"key\":\"a\",\"value\":2}");
    commit(transaction);

    Response again = refused(commit(transaction), 409, "transaction-finished");

    assertThat(again.jsonPath().getInt("revision")).isEqualTo(2);
    assertThat(FreshShard.get(transaction).jsonPath().getInt("revision")).isEqualTo(2);
  }

  @Test
  void otherWritesWaitForIt() {
    shard.put("a", "1");
    String transaction = begin("");
    CompletableFuture<Void> write = CompletableFuture.runAsync(() -> shard.put("b", "1"));
    operate(transaction, "{\"op\":\"put\",\"key\":\"a\",\"value\":2}");
    assertThat(shard.value("b")).isEqualTo("404");
    assertThat(write).isNotDone();

    commit(transaction);

    write.join();
    assertThat(shard.value("b")).isEqualTo("1");
  }

  @Test
  void oneThatOnlyReadsSeesOneState() {
    shard.put("a", "1");
    String transaction = begin("{\"readOnly\":true}");
    shard.put("a", "2");

    JsonPath done =
        operate(
                transaction,
                "{\"op\":\"get\",\"key\":\"a\"},{\"op\":\"put\",\"key\":\"b\",\"value\":1}")
            .jsonPath();

    assertThat(done.getInt("results[0].value")).isEqualTo(1);
    assertThat(done.getInt("results[1].status")).isEqualTo(409);
    assertThat(done.getString("results[1].code")).isEqualTo("transaction-read-only");
    assertThat(commit(transaction).jsonPath().getInt("revision")).isEqualTo(1);
  }

  @Test
  void itsTimeIsOverByItself() {
    shard.put("a", "1");
    String transaction = begin("{\"timeout\":\"PT0.2S\"}");
    operate(transaction, "{\"op\":\"put\",\"key\":\"a\",\"value\":2}");

    // Waits until the transaction has given the shard free.
    shard.put("b", "1");

    refused(commit(transaction), 410, "transaction-expired");
    assertThat(FreshShard.get(transaction).jsonPath().getString("state")).isEqualTo("expired");
    assertThat(shard.value("a")).isEqualTo("1");
  }

  @Test
  void aDeletionOfTheShardEndsIt() {
    shard.put("a", "1");
    String transaction = begin("");
    operate(transaction, "{\"op\":\"put\",\"key\":\"a\",\"value\":2}");

    assertThat(FreshShard.delete(shard.path("")).statusCode()).isEqualTo(204);

    refused(commit(transaction), 410, "transaction-aborted");
    assertThat(FreshShard.get(transaction).jsonPath().getString("detail")).contains("deleted");
  }

  @Test
  void whatCanNotBeBegunIsRefused() {
    refused(tryBegin(""), 404, "shard-not-found");
    refused(tryBegin("{\"readOnly\":true}"), 404, "shard-not-found");
    shard.put("a", "1");
    for (String timeout : new String[] {"\"PT0S\"", "\"PT2M\"", "\"-PT1S\"", "\"soon\"", "7"}) {
      Response answer = refused(tryBegin("{\"timeout\":" + timeout + "}"), 400, "invalid-body");
      assertThat(answer.jsonPath().getList("errors.pointer")).containsExactly("/timeout");
    }
    refused(tryBegin("{\"more\":1}"), 400, "invalid-body");
    refused(tryBegin("{"), 400, "invalid-json");
    String unknown = shard.path("/transactions/" + "0".repeat(32));
    refused(FreshShard.get(unknown), 404, "transaction-not-found");
    refused(commit(unknown), 404, "transaction-not-found");
    refused(rollBack(unknown), 404, "transaction-not-found");
    refused(operate(unknown, ""), 404, "transaction-not-found");
  }
}
