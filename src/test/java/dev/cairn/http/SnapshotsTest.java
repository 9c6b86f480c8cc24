package dev.cairn.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots over HTTP: made, listed, read from, restored, deleted. */
@QuarkusTest
class SnapshotsTest {

  private static final String ENTRIES = "/namespaces/default/entries";

  private static String shard(String name) {
    return "/v1/shards/snapshots-" + name;
  }

  private static void put(String shard, String key, String value) {
    given()
        .contentType("application/json")
        .body(value)
        .put(shard + ENTRIES + "/" + key)
        .then()
        .statusCode(greaterThan(199))
        .statusCode(not(greaterThan(299)));
  }

  private static ValidatableResponse post(String path, String body) {
    return given().contentType("application/json").body(body).post(path).then();
  }

  private static String take(String shard) {
    return post(shard + "/snapshots", "{}").statusCode(201).extract().path("id");
  }

  @Test
  void aSnapshotIsMadeAndTold() {
    String shard = shard("made");
    put(shard, "a", "1");

    String id =
        post(shard + "/snapshots", "{\"name\":\"before\",\"comment\":\"the fair\"}")
            .statusCode(201)
            .header("Location", startsWith(shard + "/snapshots/"))
            .body("name", equalTo("before"))
            .body("comment", equalTo("the fair"))
            .body("revision", equalTo(1))
            .body("bytes", greaterThan(0))
            .extract()
            .path("id");

    given()
        .get(shard + "/snapshots/" + id)
        .then()
        .statusCode(200)
        .body("id", equalTo(id))
        .body("name", equalTo("before"));
    post(shard + "/snapshots", "").statusCode(201).body("name", nullValue());
  }

  @Test
  void snapshotsAreListedInPagesTheNewestFirst() {
    String shard = shard("listed");
    put(shard, "a", "1");
    List<String> ids = List.of(take(shard), take(shard), take(shard)).reversed();

    String next =
        given()
            .get(shard + "/snapshots?limit=2")
            .then()
            .statusCode(200)
            .header("Link", containsString("rel=\"next\""))
            .body("items.id", equalTo(ids.subList(0, 2)))
            .extract()
            .path("nextCursor");
    given()
        .get(shard + "/snapshots?limit=2&cursor=" + next)
        .then()
        .statusCode(200)
        .body("items.id", equalTo(ids.subList(2, 3)))
        .body("nextCursor", nullValue());
  }

  @Test
  void everyReadReadsFromIt() {
    String shard = shard("read");
    put(shard, "a", "{\"n\":1}");
    put(shard, "b", "{\"n\":2}");
    String from = "snapshot=" + take(shard);
    put(shard, "a", "{\"n\":9}");
    put(shard, "c", "{\"n\":3}");
    given().delete(shard + ENTRIES + "/b").then().statusCode(204);
    String namespace = shard + "/namespaces/default";

    given()
        .get(shard + ENTRIES + "/a?" + from)
        .then()
        .statusCode(200)
        .header("ETag", "\"1\"")
        .body(equalTo("{\"n\":1}"));
    given().get(namespace + "/entry?key=b&" + from).then().statusCode(200);
    given().head(shard + ENTRIES + "/b?" + from).then().statusCode(200).body(emptyString());
    given().get(shard + ENTRIES + "/c?" + from).then().statusCode(404);
    given()
        .get(shard + ENTRIES + "?" + from)
        .then()
        .statusCode(200)
        .body("items.key", equalTo(List.of("a", "b")));
    post(
            namespace + "/query?" + from,
            "{\"filter\":{\"field\":\"n\",\"operator\":\"lte\",\"value\":2}}")
        .statusCode(200)
        .body("items.key", equalTo(List.of("a", "b")));
    post(namespace + "/count?" + from, "{}").statusCode(200).body("count", equalTo(2));
    given()
        .get(shard + "/namespaces?" + from)
        .then()
        .statusCode(200)
        .body("items.namespace", equalTo(List.of("default")));
    given().get(namespace + "?" + from).then().statusCode(200);
    given()
        .get(shard + "/export?" + from)
        .then()
        .statusCode(200)
        .body(containsString("\"revision\":2"))
        .body(containsString("{\"end\":true,\"entries\":2}"));
  }

  @Test
  void aCursorOfASnapshotFitsNothingElse() {
    String shard = shard("cursor");
    put(shard, "a", "1");
    put(shard, "b", "2");
    String from = "snapshot=" + take(shard);

    String next =
        given()
            .get(shard + ENTRIES + "?limit=1&" + from)
            .then()
            .header("Link", containsString(from))
            .extract()
            .path("nextCursor");
    given()
        .get(shard + ENTRIES + "?limit=1&" + from + "&cursor=" + next)
        .then()
        .statusCode(200)
        .body("items.key", equalTo(List.of("b")));
    given()
        .get(shard + ENTRIES + "?limit=1&cursor=" + next)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid-cursor"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapshot",
        "snapshot=",
        "snapshot=1",
        "snapshot=..%2F..",
        "snapshot=0000000000001-00000001"
      })
  void aSnapshotThatIsNotThereIsToldSo(String from) {
    String shard = shard("missing");
    put(shard, "a", "1");

    for (String path : List.of(ENTRIES + "/a", ENTRIES, "/namespaces", "/export")) {
      given()
          .get(shard + path + "?" + from)
          .then()
          .statusCode(404)
          .body("code", equalTo("snapshot-not-found"));
    }
    given().get(shard("none") + ENTRIES + "?" + from).then().statusCode(404);
  }

  @Test
  void nothingIsWrittenToASnapshot() {
    String shard = shard("written");
    put(shard, "a", "1");
    String from = "?snapshot=" + take(shard);

    given()
        .contentType("application/json")
        .body("2")
        .put(shard + ENTRIES + "/a" + from)
        .then()
        .statusCode(400);
    given().delete(shard + ENTRIES + "/a" + from).then().statusCode(400);
    given().delete(shard + ENTRIES + from).then().statusCode(400);
    post(shard + "/transactions" + from, "{\"operations\":[]}").statusCode(400);
    given().get(shard + "/changes" + from).then().statusCode(400);
    given().get(shard + ENTRIES + "/a").then().body(equalTo("1"));
  }

  @Test
  void aRestoreInPlaceCanBeUndone() {
    String shard = shard("restored");
    put(shard, "a", "1");
    String former = take(shard);
    put(shard, "a", "2");

    String undo =
        post(shard + "/snapshots/" + former + "/restore", "")
            .statusCode(200)
            .body("kind", equalTo("restore"))
            .body("state", equalTo("succeeded"))
            .body("result.revision", equalTo(1_000_000_000))
            .body("result.restoredRevision", equalTo(1))
            .extract()
            .path("result.undoSnapshot");
    given().get(shard + ENTRIES + "/a").then().body(equalTo("1"));
    given().get(shard + "/snapshots").then().body("items.id", equalTo(List.of(undo, former)));

    post(shard + "/snapshots/" + undo + "/restore", "{}").statusCode(200);
    given().get(shard + ENTRIES + "/a").then().body(equalTo("2"));
    given().get(shard + "/snapshots").then().body("items", hasSize(3));
  }

  @Test
  void aSnapshotBecomesANewShard() {
    String shard = shard("source");
    put(shard, "a", "1");
    String id = take(shard);
    put(shard, "a", "2");
    String restore = shard + "/snapshots/" + id + "/restore";

    post(restore, "{\"to\":\"snapshots-target\"}")
        .statusCode(201)
        .header("Location", equalTo("/v1/shards/snapshots-target"))
        .body("result.undoSnapshot", nullValue());

    given().get(shard("target") + ENTRIES + "/a").then().body(equalTo("1"));
    given().get(shard("target") + "/snapshots").then().statusCode(200).body("items", hasSize(0));
    given().get(shard + ENTRIES + "/a").then().body(equalTo("2"));
    post(restore, "{\"to\":\"snapshots-target\"}")
        .statusCode(409)
        .body("code", equalTo("shard-exists"));
    post(restore, "{\"into\":\"x\"}").statusCode(400).body("errors.pointer", hasItem("/into"));
  }

  @Test
  void aDeletedSnapshotIsGone() {
    String shard = shard("deleted");
    put(shard, "a", "1");
    String id = take(shard);
    given().get(shard + ENTRIES + "/a?snapshot=" + id).then().statusCode(200);

    given().delete(shard + "/snapshots/" + id).then().statusCode(204);
    given().delete(shard + "/snapshots/" + id).then().statusCode(204);

    given().get(shard + "/snapshots/" + id).then().statusCode(404);
    given().get(shard + ENTRIES + "/a?snapshot=" + id).then().statusCode(404);
    post(shard + "/snapshots/" + id + "/restore", "").statusCode(404);
  }

  @Test
  void snapshotsGoWithTheirShard() {
    String shard = shard("gone");
    put(shard, "a", "1");
    String id = take(shard);
    given().get(shard + ENTRIES + "/a?snapshot=" + id).then().statusCode(200);

    given().delete(shard).then().statusCode(204);

    given().get(shard + "/snapshots").then().statusCode(404);
    post(shard + "/snapshots", "").statusCode(404).body("code", equalTo("shard-not-found"));
    put(shard, "a", "2");
    given().get(shard + "/snapshots").then().body("items", hasSize(0));
    given().get(shard + ENTRIES + "/a?snapshot=" + id).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\":\"\"}", "{\"name\":1}", "{\"title\":\"x\"}", "[]"})
  void whatIsSaidOfItIsChecked(String body) {
    String shard = shard("checked");
    put(shard, "a", "1");

    post(shard + "/snapshots", body).statusCode(400).body("code", equalTo("invalid-body"));
    post(shard + "/snapshots", "{\"name\":\"" + "x".repeat(101) + "\"}").statusCode(400);
    assertThat(given().get(shard + "/snapshots").jsonPath().getList("items")).isEmpty();
  }
}
