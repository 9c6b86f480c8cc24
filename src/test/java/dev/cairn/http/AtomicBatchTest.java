package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Batches of which all or nothing is done. */
@QuarkusTest
class AtomicBatchTest {

  private static final String PUT_A = "{\"op\":\"put\",\"key\":\"a\",\"value\":1}";
  private static final String PUT_B = "{\"op\":\"put\",\"key\":\"b\",\"value\":1}";

  private final FreshShard shard = new FreshShard();

  private Response atomic(String... members) {
    return shard.batch("{\"atomic\":true,\"operations\":[" + String.join(",", members) + "]}");
  }

  @Test
  void allMembersShareARevision() {
    Response answer = atomic(PUT_A, PUT_B);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asString())
        .isEqualTo(
            "{\"results\":[{\"key\":\"a\",\"status\":201,\"version\":1},"
                + "{\"key\":\"b\",\"status\":201,\"version\":1}],\"revision\":1}");
    assertThat(answer.contentType()).startsWith("application/json");
  }

  @Test
  void aRefusedMemberRefusesAll() {
    shard.put("b", "0");
    Response answer =
        refused(
            atomic(PUT_A, "{\"op\":\"put\",\"key\":\"b\",\"value\":1,\"ifAbsent\":true}", PUT_B),
            409,
            "batch-refused");

    JsonPath json = answer.jsonPath();
    assertThat(json.getList("failedOperations")).containsExactly(1);
    assertThat(json.getList("results.key")).containsExactly("a", "b", "b");
    assertThat(json.getList("results.status")).containsExactly(424, 412, 424);
    assertThat(json.getList("results.code"))
        .containsExactly("member-not-run", "precondition-failed", "member-not-run");
    assertThat(shard.value("a")).isEqualTo("404");
    assertThat(shard.value("b")).isEqualTo("0");
  }

  @Test
  void aMalformedMemberIsARefusalLikeAnyOther() {
    Response answer =
        refused(
            atomic(PUT_A, "{\"op\":\"put\",\"key\":7,\"value\":1}", PUT_B), 409, "batch-refused");

    JsonPath json = answer.jsonPath();
    assertThat(json.getString("detail")).startsWith("Operation 1 was refused, so nothing was done");
    assertThat(json.getList("failedOperations")).containsExactly(1);
    assertThat(json.getList("results.status")).containsExactly(424, 400, 424);
    assertThat(json.getList("results.code"))
        .containsExactly("member-not-run", "invalid-body", "member-not-run");
    assertThat(json.getList("results[1].errors.pointer")).containsExactly("/operations/1/key");
    assertThat(json.getList("results[1].errors.reason"))
        .containsExactly("is a number and must be a string");
    assertThat(json.getList("results.key")).containsExactly("a", null, "b");
    shard.assertNotMade();
  }

  @Test
  void everyMalformedMemberIsTold() {
    shard.put("x", "1");
    JsonPath json =
        refused(
                atomic("{\"op\":\"get\",\"key\":\"\"}", PUT_A, "{\"op\":\"fly\",\"key\":\"c\"}"),
                409,
                "batch-refused")
            .jsonPath();
    assertThat(json.getList("failedOperations")).containsExactly(0, 2);
    assertThat(json.getList("results.status")).containsExactly(400, 424, 400);
    assertThat(json.getList("results.code"))
        .containsExactly("invalid-key", "member-not-run", "invalid-body");
    assertThat(json.getList("results[0].errors.pointer")).containsExactly("/operations/0/key");
    assertThat(FreshShard.get(shard.path("")).jsonPath().getInt("revision")).isEqualTo(1);
  }

  @Test
  void aValueOrPatchThatBreaksARuleIsToldInItsPlace() {
    String large = "\"" + "x".repeat(1024 * 1024) + "\"";
    JsonPath json =
        refused(
                atomic(
                    "{\"op\":\"put\",\"key\":\"a\",\"value\":" + large + "}",
                    "{\"op\":\"patch\",\"key\":\"a\",\"jsonPatch\":[{\"op\":\"add\"}]}"),
                409,
                "batch-refused")
            .jsonPath();
    assertThat(json.getList("results.status")).containsExactly(413, 400);
    assertThat(json.getList("results.code")).containsExactly("value-too-large", "invalid-patch");
    assertThat(json.getList("results[0].errors.pointer")).containsExactly("/operations/0/value");
    assertThat(json.getString("results[1].errors[0].pointer"))
        .startsWith("/operations/1/jsonPatch");
    shard.assertNotMade();
  }

  @Test
  void aGetThatFindsNothingRefusesNothing() {
    Response answer = atomic(PUT_A, "{\"op\":\"get\",\"key\":\"none\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getList("results.status")).containsExactly(201, 404);
  }
}
