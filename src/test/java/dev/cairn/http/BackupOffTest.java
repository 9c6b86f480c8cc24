package dev.cairn.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node that makes no backup says when it is asked for one. */
@QuarkusTest
class BackupOffTest {

  private static final String SHARD = "/v1/shards/backup-off";
  private static final String ENTRY = SHARD + "/namespaces/default/entries/";

  @Test
  void theStateIsOffAndSaysWhy() {
    given().contentType("application/json").body("1").put(ENTRY + "a").then().statusCode(201);

    given()
        .get(SHARD + "/backup")
        .then()
        .statusCode(200)
        .body("state", equalTo("off"))
        .body("reason", containsString("cairn.backup.url"))
        .body("replicatedRevision", equalTo(0))
        .body("lagSeconds", nullValue());
    given().get(SHARD).then().statusCode(200).body("backup.state", equalTo("off"));
  }

  @Test
  void ofAShardThatDoesNotExistThereIsNone() {
    given()
        .get("/v1/shards/no-such-shard/backup")
        .then()
        .statusCode(404)
        .body("code", equalTo("shard-not-found"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/json", "application/json;q=0.9,text/html"})
  void aWriteThatIsToBeReplicatedIsKeptAndSaysThatItIsNot(String accept) {
    String key = "replicated" + accept.length();
    given()
        .contentType("application/json")
        .header("Accept", accept)
        .header("Prefer", "wait=replicated")
        .body("1")
        .put(ENTRY + key)
        .then()
        .statusCode(504)
        .contentType("application/problem+json")
        .header("Preference-Applied", nullValue())
        .body("code", equalTo("not-replicated"))
        .body("revision", greaterThan(0))
        .body("replicatedRevision", equalTo(0))
        .body("backupState", equalTo("off"));

    given().get(ENTRY + key).then().statusCode(200);
  }

  @Test
  void aUnitThatIsToBeReplicatedIsKeptAndSaysThatItIsNot() {
    given()
        .contentType("application/json")
        .header("Prefer", "return=minimal, wait=replicated")
        .body("{\"operations\":[{\"op\":\"put\",\"key\":\"unit\",\"value\":1}]}")
        .post(SHARD + "/namespaces/default/batch")
        .then()
        .statusCode(504)
        .contentType("application/problem+json")
        .body("code", equalTo("not-replicated"))
        .body("backupState", equalTo("off"));

    given().get(ENTRY + "unit").then().statusCode(200);
  }

  @Test
  void aRefusedWriteIsRefusedWhateverItWaitsFor() {
    given()
        .contentType("application/json")
        .header("Prefer", "wait=replicated")
        .body("{")
        .put(ENTRY + "bad")
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-json"));
  }

  @Test
  void aReadDoesNotWait() {
    given().contentType("application/json").body("1").put(ENTRY + "read");
    given().header("Prefer", "wait=replicated").get(ENTRY + "read").then().statusCode(200);
    given()
        .header("Prefer", "wait=replicated")
        .get(SHARD + "/namespaces/default/entries")
        .then()
        .statusCode(200);
  }

  @Test
  void aTrialSaysThatThereIsNothingToTry() {
    given().contentType("application/json").body("1").put(ENTRY + "verify");
    given()
        .post(SHARD + "/backup/verify")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("code", equalTo("backup-off"))
        .body("detail", containsString("cairn.backup.url"));
    given()
        .post("/v1/shards/no-such-shard/backup/verify")
        .then()
        .statusCode(404)
        .body("code", equalTo("shard-not-found"));
  }

  @Test
  void aSyncSaysThatThereIsNone() {
    given().contentType("application/json").body("1").put(ENTRY + "sync");
    given().post(SHARD + "/backup/sync").then().statusCode(409).body("code", equalTo("backup-off"));
  }

  @Test
  void thereAreNoPoints() {
    given().contentType("application/json").body("1").put(ENTRY + "points");
    given()
        .get(SHARD + "/backup/points")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("code", equalTo("backup-off"))
        .body("detail", containsString("cairn.backup.url"));
    given().get(SHARD + "/backup/points?limit=0").then().statusCode(400);
    given()
        .get(SHARD + "/backup/points?cursor=x")
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-cursor"));
  }
}
