package dev.cairn.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restores, forks and operations on a node that makes no backup, and requests that can't be. */
@QuarkusTest
class RestoreOffTest {

  private static final String SHARD = "/v1/shards/restore-off";
  private static final String ENTRY = "/namespaces/default/entries/k";

  private static void put(String shard) {
    given().contentType("application/json").body("1").put(shard + ENTRY);
  }

  private static io.restassured.response.ValidatableResponse post(String path, String body) {
    return given().contentType("application/json").body(body).post(path).then();
  }

  @Test
  void aForkOfNowNeedsNoBackup() {
    put(SHARD);

    String id =
        post(SHARD + "/fork", "{\"to\":\"restore-off-fork\"}")
            .statusCode(201)
            .header("Location", equalTo("/v1/shards/restore-off-fork"))
            .body("state", equalTo("succeeded"))
            .body("kind", equalTo("fork"))
            .body("shard", equalTo("restore-off"))
            .body("result.shard", equalTo("restore-off-fork"))
            .body("result.restoredRevision", greaterThanOrEqualTo(1))
            .extract()
            .path("id");

    given().get("/v1/shards/restore-off-fork" + ENTRY).then().statusCode(200).body(equalTo("1"));
    given().get("/v1/operations/" + id).then().statusCode(200).body("id", equalTo(id));
    given()
        .delete("/v1/operations/" + id)
        .then()
        .statusCode(200)
        .body("state", equalTo("succeeded"));
    given()
        .get("/v1/operations?shard=restore-off&state=succeeded&limit=1000")
        .then()
        .statusCode(200)
        .body("items.id", hasItem(id));
  }

  @Test
  void pagesOfOperationsLeadOn() {
    put(SHARD + "-pages");
    for (int i = 0; i < 3; i++) {
      post(SHARD + "-pages/fork", "{\"to\":\"restore-off-page-" + i + "\"}").statusCode(201);
    }

    String next =
        given()
            .get("/v1/operations?shard=restore-off-pages&limit=2")
            .then()
            .statusCode(200)
            .header("Link", startsWith("</v1/operations?shard=restore-off-pages&limit=2&cursor="))
            .body("items", hasSize(2))
            .extract()
            .path("nextCursor");
    given()
        .get("/v1/operations?shard=restore-off-pages&cursor=" + next)
        .then()
        .statusCode(200)
        .body("items", hasSize(1));
    given()
        .get("/v1/operations?shard=restore-off&cursor=" + next)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-cursor"));
    given().get("/v1/operations?state=odd").then().statusCode(400);
  }

  @Test
  void aShardThatIsThereIsNotOverwrittenByAFork() {
    put(SHARD);
    put(SHARD + "-other");

    post(SHARD + "/fork", "{\"to\":\"restore-off-other\"}")
        .statusCode(409)
        .body("code", equalTo("shard-exists"));
  }

  @Test
  void aFormerStateIsRefusedSinceThereIsNoReplica() {
    put(SHARD);

    post(SHARD + "/restore", "{\"revision\":1}")
        .statusCode(409)
        .contentType("application/problem+json")
        .body("code", equalTo("backup-off"));
    post(SHARD + "/fork", "{\"to\":\"restore-off-past\",\"at\":\"2020-01-01T00:00:00Z\"}")
        .statusCode(409)
        .body("code", equalTo("backup-off"));
    given().get("/v1/shards/restore-off-past").then().statusCode(404);
    given().get(SHARD + ENTRY).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "restore | {} | by at, revision or copy",
        "restore | {\"at\":\"yesterday\"} | RFC 3339",
        "restore | {\"at\":\"2999-01-01T00:00:00Z\"} | in the future",
        "restore | {\"at\":7} | must be a string",
        "restore | {\"revision\":-1} | whole number",
        "restore | {\"revision\":1,\"copy\":\"x\"} | exclude each other",
        "restore | {\"revision\":1,\"dryRun\":\"yes\"} | dryRun",
        "restore | {\"when\":1} | not known here",
        "restore | [] | object",
        "fork | {} | is missing",
        "fork | {\"to\":\".x\"} | shard",
        "fork | {\"to\":\"x\",\"dryRun\":true} | not known here",
      })
  void aRequestThatCannotBeIsRefusedWithTheReason(String path, String body, String reason) {
    put(SHARD);

    String answer = post(SHARD + "/" + path, body).statusCode(400).extract().asString();

    org.assertj.core.api.Assertions.assertThat(answer).contains(reason);
  }

  @Test
  void noBodyIsRefusedWhereTheShardIsThere() {
    put(SHARD);
    given()
        .contentType("application/json")
        .post(SHARD + "/restore")
        .then()
        .statusCode(400)
        .body("detail", containsString("at, revision or copy"));
  }

  @Test
  void anOperationThatIsNotRememberedIsNotFound() {
    given()
        .get("/v1/operations/none")
        .then()
        .statusCode(404)
        .body("code", equalTo("operation-not-found"));
    given().delete("/v1/operations/none").then().statusCode(404);
  }
}
