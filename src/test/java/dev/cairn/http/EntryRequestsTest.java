package dev.cairn.http;

import static dev.cairn.http.EntryCalls.get;
import static dev.cairn.http.EntryCalls.put;
import static dev.cairn.http.EntryCalls.refused;
import static dev.cairn.http.EntryCalls.request;
import static dev.cairn.http.EntryCalls.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Media types, encodings, query parameters and origins that requests come with. */
@QuarkusTest
class EntryRequestsTest {

  private final EntryCalls calls = new EntryCalls();

  @Test
  void onlyJsonIsTakenAsAValue() {
    for (String type :
        new String[] {
          "text/plain",
          "application/x-www-form-urlencoded",
          "application/xml",
          "application/merge-patch+json",
          "application/json; charset=utf-16",
          "json"
        }) {
      refused(send("PUT", calls.entry("k"), type, "1"), 415, "unsupported-media-type");
    }
    calls.assertNoShard();
    for (String type :
        new String[] {
          "application/json", "Application/JSON; charset=\"UTF-8\"", "application/json;v=1"
        }) {
      assertThat(send("PUT", calls.entry("k"), type, "1").statusCode()).as(type).isIn(201, 204);
    }
  }

  @Test
  void encodedBodiesAreRefused() {
    for (String encoding : new String[] {"gzip", "identity", "br"}) {
      refused(
          request()
              .header("Content-Encoding", encoding)
              .contentType("application/json")
              .body("1".getBytes(UTF_8))
              .put(calls.entry("k")),
          415,
          "unsupported-media-type");
    }
    calls.assertNoShard();
  }

  @Test
  void queryParametersThatARouteDoesNotKnowAreRefused() {
    put(calls.entry("k"), "1");
    for (String query :
        new String[] {
          "?ttl=PT1H", "?x", "?ifVersion=1", "?key=k", "?include=value&include=value"
        }) {
      refused(get(calls.entry("k") + query), 400, "invalid-parameter");
    }
    for (String query : new String[] {"?lifetime=PT1H", "?include=metadata"}) {
      refused(
          send("PUT", calls.entry("k") + query, "application/json", "2"), 400, "invalid-parameter");
      refused(request().delete(calls.entry("k") + query), 400, "invalid-parameter");
    }
    assertThat(get(calls.entry("k")).asString()).isEqualTo("1");
  }

  @Test
  void numbersThatAreEmptyOrNoneAreRefused() {
    put(calls.entry("k"), "1");
    for (String path : new String[] {"/v1/shards", calls.namespacePath() + "/entries"}) {
      for (String limit : new String[] {"", "=", "=x", "=1.5", "=99999999999999999999"}) {
        refused(get(path + "?limit" + limit), 400, "invalid-parameter");
      }
    }
  }

  @Test
  void aProblemTellsWhatIsWrongAndNothingOfTheInside() {
    put(calls.entry("k"), "1");
    Response answer = refused(get(calls.entry("k") + "?color=red"), 400, "invalid-parameter");
    assertThat(answer.jsonPath().getString("type"))
        .isEqualTo("urn:cairn:problem:invalid-parameter");
    assertThat(answer.jsonPath().getString("title")).isNotBlank();
    assertThat(answer.jsonPath().getInt("status")).isEqualTo(400);
    assertThat(answer.jsonPath().getString("detail")).contains("'color'", "include");
    assertThat(answer.jsonPath().getString("instance")).isEqualTo(calls.entry("k"));
    assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo("color");
    assertThat(answer.jsonPath().getString("errors[0].reason")).isNotBlank();
    Response[] others = {
      get(calls.entry("none")),
      get("/v1/shards/.x"),
      get(calls.byQuery("k".repeat(2000))),
      send("PUT", calls.entry("k"), "application/json", "{"),
      send("PATCH", calls.entry("k"), "application/json-patch+json", "[7]")
    };
    for (Response other : others) {
      assertThat(other.asString())
          .contains("\"type\"", "\"title\"", "\"status\"", "\"detail\"", "\"instance\"", "\"code\"")
          .doesNotContain("\tat ", "Exception", "dev.cairn", "test-data", "SELECT", "sqlite");
    }
  }

  @Test
  void aShardOrNamespaceThatBreaksItsRuleIsRefused() {
    for (String shard : new String[] {".a", "a%20b", "a%2Fb", "é", "s".repeat(201)}) {
      assertThat(
              get("/v1/shards/" + EntryCalls.escaped(shard) + "/namespaces/default/entries/k")
                  .statusCode())
          .as(shard)
          .isEqualTo(400);
    }
    refused(
        get(calls.shardPath() + "/namespaces/" + "n".repeat(101) + "/entries/k"),
        400,
        "invalid-namespace");
  }

  @Test
  void pagesOfOtherSitesCanNeitherReadNorWrite() {
    put(calls.entry("k"), "1");
    String[][] headers = {
      {"Host", "evil.example"},
      {"Host", "localhost.evil.example:8080"},
      {"Host", "128.0.0.1"},
      {"Host", "127.0.0.1.evil.example"},
      {"Origin", "https://evil.example"},
      {"Origin", "null"},
      {"Origin", "http://localhost.evil.example"},
      {"Sec-Fetch-Site", "cross-site"}
    };
    for (String[] header : headers) {
      refused(request().header(header[0], header[1]).get(calls.entry("k")), 403, "foreign-origin");
      refused(
          request().header(header[0], header[1]).delete(calls.entry("k")), 403, "foreign-origin");
    }
    assertThat(get(calls.entry("k")).asString()).isEqualTo("1");
    String[][] ours = {
      {"Host", "localhost"},
      {"Host", "127.0.0.1:1"},
      {"Host", "[::1]:8080"},
      {"Origin", "http://localhost:3000"},
      {"Sec-Fetch-Site", "same-origin"},
      {"Sec-Fetch-Site", "none"}
    };
    for (String[] header : ours) {
      assertThat(request().header(header[0], header[1]).get(calls.entry("k")).statusCode())
          .as(header[0] + header[1])
          .isEqualTo(200);
    }
    assertThat(request().header("Sec-Fetch-Site", "cross-site").get("/q/openapi").statusCode())
        .isEqualTo(200);
  }
}
