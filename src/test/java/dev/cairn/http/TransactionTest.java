package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Checks and operations in one unit. */
@QuarkusTest
class TransactionTest {

  private final FreshShard shard = new FreshShard();

  @Test
  void checksThatHoldLetTheOperationsRunInOneRevision() {
    shard.put("a", "1");
    Response answer =
        shard.transact(
            """
            {"checks":[{"key":"a","version":1},{"key":"b","absent":true}],
             "operations":[
               {"op":"put","key":"b","value":{"x":1.0}},
               {"op":"get","key":"b"},
               {"op":"delete","key":"a","ifVersion":1},
               {"op":"put","key":"c","namespace":"other","value":null}]}""");

    JsonPath json = answer.jsonPath();
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.header("Cairn-Revision")).isEqualTo("2");
    assertThat(json.getBoolean("succeeded")).isTrue();
    assertThat(json.getInt("revision")).isEqualTo(2);
    assertThat(json.getList("results.status")).containsExactly(201, 200, 204, 201);
    assertThat(json.getMap("")).containsOnlyKeys("succeeded", "revision", "results");
    assertThat(answer.asString()).contains("\"value\":{\"x\":1.0}");
    assertThat(FreshShard.get(shard.path("/namespaces/other/entries/c")).asString())
        .isEqualTo("null");
    assertThat(shard.value("a")).isEqualTo("404");
  }

  @Test
  void aCheckThatFailsLetsElseRun() {
    shard.put("a", "1");
    Response answer =
        shard.transact(
            """
            {"checks":[{"key":"a","version":1},{"key":"a","absent":true},{"key":"z","version":4}],
             "operations":[{"op":"put","key":"a","value":2},
                           {"op":"put","key":"a","value":3,"ifAbsent":true}],
             "else":[{"op":"put","key":"lost","value":true},{"op":"get","key":"a"}]}""");

    JsonPath json = answer.jsonPath();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json.getBoolean("succeeded")).isFalse();
    assertThat(json.getList("failedChecks")).containsExactly(1, 2);
    assertThat(json.getList("failedOperations")).containsExactly(1);
    assertThat(json.getInt("revision")).isEqualTo(2);
    assertThat(json.getList("results.key")).containsExactly("lost", "a");
    assertThat(json.getList("results.status")).containsExactly(201, 200);
    assertThat(shard.value("a")).isEqualTo("1");
    assertThat(shard.value("lost")).isEqualTo("true");
  }

  @Test
  void withoutElseItIsRefusedAndNamesWhatFailed() {
    shard.put("a", "1");
    JsonPath json =
        refused(
                shard.transact(
                    """
                    {"checks":[{"key":"a","version":1},{"key":"a","version":2}],
                     "operations":[{"op":"put","key":"b","value":1},
                                   {"op":"put","key":"c","value":1,"ifVersion":5}]}"""),
                409,
                "check-failed")
            .jsonPath();
    assertThat(json.getList("failedChecks")).containsExactly(1);
    assertThat(json.getList("failedOperations")).containsExactly(1);
    assertThat(shard.value("b")).isEqualTo("404");
  }

  @Test
  void aFailedCheckMakesNoShard() {
    refused(
        shard.transact(
            "{\"checks\":[{\"key\":\"a\",\"version\":1}],"
                + "\"operations\":[{\"op\":\"put\",\"key\":\"a\",\"value\":1}]}"),
        409,
        "check-failed");
    shard.assertNotMade();
  }

  @Test
  void anOperationThatIsRefusedRefusesAllAndIsNamed() {
    shard.put("a", "{\"n\":1}");
    JsonPath json =
        refused(
                shard.transact(
                    "{\"operations\":[{\"op\":\"put\",\"key\":\"b\",\"value\":1},"
                        + "{\"op\":\"patch\",\"key\":\"none\",\"mergePatch\":{}}]}"),
                404,
                "entry-not-found")
            .jsonPath();
    assertThat(json.getInt("operation")).isEqualTo(1);
    assertThat(json.getString("list")).isEqualTo("operations");
    assertThat(shard.value("b")).isEqualTo("404");

    json =
        refused(
                shard.transact(
                    "{\"checks\":[{\"key\":\"a\",\"absent\":true}],\"operations\":[],\"else\":"
                        + "[{\"op\":\"patch\",\"key\":\"a\",\"jsonPatch\":"
                        + "[{\"op\":\"test\",\"path\":\"/n\",\"value\":2}]}]}"),
                409,
                "patch-test-failed")
            .jsonPath();
    assertThat(json.getInt("operation")).isZero();
    assertThat(json.getString("list")).isEqualTo("else");
  }

  @Test
  void aConflictingPatchAndAMissingNamespaceHaveTheirOwnCodes() {
    shard.put("a", "1");
    refused(
        shard.transact(
            "{\"operations\":[{\"op\":\"patch\",\"key\":\"a\",\"jsonPatch\":"
                + "[{\"op\":\"remove\",\"path\":\"/x\"}]}]}"),
        409,
        "patch-conflict");
    refused(
        shard.transact(
            "{\"operations\":[{\"op\":\"patch\",\"key\":\"a\",\"namespace\":\"none\","
                + "\"mergePatch\":{}}]}"),
        404,
        "namespace-not-found");
  }

  @Test
  void aDeleteOfWhatIsMissingTakesNoRevision() {
    shard.put("a", "1");
    Response answer = shard.transact("{\"operations\":[{\"op\":\"delete\",\"key\":\"b\"}]}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.jsonPath().getInt("revision")).isEqualTo(1);
  }

  @Test
  void everyFaultOfFormIsToldAtOnce() {
    JsonPath json =
        refused(
                shard.transact(
                    """
                    {"checks":[{"key":"a"},{"key":7,"version":1},{"key":"a","version":0},
                               {"key":"a","absent":false},{"key":"a","absent":true,"x":1}],
                     "operations":[{"op":"put","key":"a"},{"op":"get","key":"a","value":1}],
                     "else":[{"op":"patch","key":"a"},7],
                     "more":1}"""),
                400,
                "invalid-body")
            .jsonPath();
    assertThat(json.getList("errors.pointer"))
        .containsExactlyInAnyOrder(
            "/more",
            "/checks/0",
            "/checks/1/key",
            "/checks/2/version",
            "/checks/3",
            "/checks/4/x",
            "/operations/0/value",
            "/operations/1/value",
            "/else/0/mergePatch",
            "/else/1");
    shard.assertNotMade();
  }

  @Test
  void namesThatBreakARuleAreToldWithTheirPointer() {
    Response key =
        refused(
            shard.transact("{\"checks\":[{\"key\":\"\",\"absent\":true}],\"operations\":[]}"),
            400,
            "invalid-key");
    assertThat(key.jsonPath().getList("errors.pointer")).containsExactly("/checks/0/key");
    Response namespace =
        refused(
            shard.transact(
                "{\"checks\":[{\"key\":\"a\",\"namespace\":\"..\",\"absent\":true}],"
                    + "\"operations\":[]}"),
            400,
            "invalid-namespace");
    assertThat(namespace.jsonPath().getList("errors.pointer"))
        .containsExactly("/checks/0/namespace");
    Response operation =
        refused(
            shard.transact("{\"operations\":[{\"op\":\"delete\",\"key\":\"\"}]}"),
            400,
            "invalid-key");
    assertThat(operation.jsonPath().getList("errors.pointer")).containsExactly("/operations/0/key");
  }

  @Test
  void whatIsNoTransactionIsRefused() {
    refused(shard.transact(""), 400, "invalid-body");
    refused(shard.transact("{\"operations\":[}"), 400, "invalid-json");
    refused(shard.transact("{\"checks\":[]}"), 400, "invalid-body");
    refused(
        FreshShard.send("POST", shard.path("/transactions"), "{}", "application/xml", ""),
        415,
        "unsupported-media-type");
  }
}
