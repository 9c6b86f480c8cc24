package dev.cairn.http;

import static dev.cairn.http.EntryCalls.get;
import static dev.cairn.http.EntryCalls.put;
import static dev.cairn.http.EntryCalls.refused;
import static dev.cairn.http.EntryCalls.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

/** Versions, times and the conditions that a request can make of them. */
@QuarkusTest
class EntryConditionsTest {

  private final EntryCalls calls = new EntryCalls();

  @Test
  void readsAndWritesTellVersionRevisionAndTime() {
    Response made = put(calls.entry("k"), "1");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(made.header("Location")).endsWith(calls.entry("k"));
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    assertThat(made.header("Cairn-Revision")).isEqualTo("1");
    put(calls.entry("other"), "1");
    Response changed = put(calls.entry("k"), "2");
    assertThat(changed.statusCode()).isEqualTo(204);
    assertThat(changed.header("ETag")).isEqualTo("\"3\"");
    assertThat(changed.header("Location")).isNull();
    Response read = get(calls.entry("k"));
    assertThat(read.header("ETag")).isEqualTo("\"3\"");
    assertThat(read.header("Cairn-Version")).isEqualTo("3");
    assertThat(
            ZonedDateTime.parse(read.header("Last-Modified"), DateTimeFormatter.RFC_1123_DATE_TIME))
        .isNotNull();
  }

  @Test
  void theLocationOfAKeyThatCanNotStandInAPathLeadsToIt() {
    for (String key : new String[] {"a/../b", "..", "a//b", "100%", "é ;?#"}) {
      String location = put(calls.byQuery(key), "1").header("Location");
      assertThat(get(location).statusCode()).as(location).isEqualTo(200);
    }
  }

  @Test
  void ifMatchHoldsForEachTagOfAListWeakOnesIncluded() {
    put(calls.entry("k"), "1");
    for (String tags :
        new String[] {"\"1\"", "W/\"1\"", "\"9\", \"1\"", "\"x\",W/\"1\" ,\"7\"", "*"}) {
      assertThat(conditional("If-Match", tags).get(calls.entry("k")).statusCode())
          .as(tags)
          .isEqualTo(200);
    }
    for (String tags :
        new String[] {"\"2\"", "\"01\"", "\"x\"", "\"99999999999999999999\"", "\"\""}) {
      refused(conditional("If-Match", tags).get(calls.entry("k")), 412, "precondition-failed");
      refused(write("If-Match", tags, "k"), 412, "precondition-failed");
      refused(conditional("If-Match", tags).delete(calls.entry("k")), 412, "precondition-failed");
    }
    assertThat(get(calls.entry("k")).asString()).isEqualTo("1");
    assertThat(write("If-Match", "\"9\", W/\"1\"", "k").statusCode()).isEqualTo(204);
    assertThat(write("If-Match", "*", "k").statusCode()).isEqualTo(204);
    assertThat(conditional("If-Match", "\"3\"").delete(calls.entry("k")).statusCode())
        .isEqualTo(204);
  }

  @Test
  void manyLinesOfOneHeaderAreOneList() {
    put(calls.entry("k"), "1");
    assertThat(
            request()
                .header("If-None-Match", "\"8\"", "W/\"1\"")
                .get(calls.entry("k"))
                .statusCode())
        .isEqualTo(304);
  }

  @Test
  void ifNoneMatchAnswersReadsWithNotModified() {
    put(calls.entry("k"), "1");
    for (String tags : new String[] {"\"1\"", "W/\"1\"", "\"5\", \"1\"", "*"}) {
      for (String path : new String[] {calls.entry("k"), calls.byQuery("k")}) {
        Response answer = conditional("If-None-Match", tags).get(path);
        assertThat(answer.statusCode()).as(tags).isEqualTo(304);
        assertThat(answer.asByteArray()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(conditional("If-None-Match", tags).head(path).statusCode()).isEqualTo(304);
      }
    }
    assertThat(conditional("If-None-Match", "\"2\"").get(calls.entry("k")).statusCode())
        .isEqualTo(200);
    refused(conditional("If-None-Match", "*").get(calls.entry("none")), 404, "entry-not-found");
  }

  @Test
  void ifNoneMatchGuardsWrites() {
    assertThat(write("If-None-Match", "*", "k").statusCode()).isEqualTo(201);
    refused(write("If-None-Match", "*", "k"), 412, "precondition-failed");
    refused(write("If-None-Match", "\"1\"", "k"), 412, "precondition-failed");
    assertThat(write("If-None-Match", "\"9\"", "k").statusCode()).isEqualTo(204);
  }

  @Test
  void aConditionThatFailsMakesNothing() {
    refused(write("If-Match", "*", "k"), 412, "precondition-failed");
    refused(write("If-Match", "\"1\"", "k"), 412, "precondition-failed");
    calls.assertNoShard();
    put(calls.entry("other"), "1");
    refused(
        conditional("If-Match", "*")
            .contentType("application/json")
            .body("1")
            .put(calls.shardPath() + "/namespaces/new/entries/k"),
        412,
        "precondition-failed");
    refused(get(calls.shardPath() + "/namespaces/new"), 404, "namespace-not-found");
    refused(write("If-Match", "\"1\"", "none"), 412, "precondition-failed");
    assertThat(put(calls.entry("other"), "2").header("Cairn-Revision")).isEqualTo("2");
  }

  @Test
  void malformedConditionsAreRefused() {
    put(calls.entry("k"), "1");
    for (String tags : new String[] {"1", "\"1", "\"1\" \"2\"", "*, \"1\"", "w/\"1\"", ","}) {
      refused(write("If-Match", tags, "k"), 400, "invalid-parameter");
      refused(conditional("If-None-Match", tags).get(calls.entry("k")), 400, "invalid-parameter");
    }
    refused(
        write("If-Unmodified-Since", "Wed, 25 Nov 2026 20:00:00 GMT", "k"),
        400,
        "invalid-parameter");
  }

  private static io.restassured.specification.RequestSpecification conditional(
      String header, String value) {
    return request().header(header, value);
  }

  private Response write(String header, String value, String key) {
    return conditional(header, value)
        .contentType("application/json")
        .body("2")
        .put(calls.entry(key));
  }
}
