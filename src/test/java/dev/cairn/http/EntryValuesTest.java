package dev.cairn.http;

import static dev.cairn.http.EntryCalls.get;
import static dev.cairn.http.EntryCalls.put;
import static dev.cairn.http.EntryCalls.refused;
import static dev.cairn.http.EntryCalls.request;
import static dev.cairn.http.EntryCalls.tryPut;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Limits;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** A value comes out byte for byte as it went in, or it does not go in at all. */
@QuarkusTest
class EntryValuesTest {

  private final EntryCalls calls = new EntryCalls();

  @Test
  void everyJsonTextComesBackByteForByte() {
    String[] values = {
      "1",
      "1.10",
      "1e400",
      "-0",
      "123456789012345678901234567890",
      "0.1e-7",
      "null",
      "true",
      "\"text\"",
      "\"\"",
      " \r\n\t{ \"b\" : 1 ,\t\"a\" : [ ] }\n ",
      "{\"é\":\"日本\",\"😀\":\"\\u00e9\\/\"}",
      "\"\\ud800\"",
      "{\"\\udc00x\":\"\\ud83d\"}",
      "\"\\u0000\"",
      "[".repeat(512) + "]".repeat(512)
    };
    for (String path : new String[] {calls.entry("k"), calls.byQuery("k")}) {
      for (String value : values) {
        put(path, value);
        byte[] stored = get(path).then().statusCode(200).extract().asByteArray();
        assertThat(new String(stored, UTF_8)).isEqualTo(value);
      }
    }
  }

  @Test
  void theAnswerIsJsonAndHeadTellsItsLength() {
    put(calls.entry("k"), "{\"é\":1}");
    assertThat(get(calls.entry("k")).contentType()).isEqualTo("application/json");
    for (String path : new String[] {calls.entry("k"), calls.byQuery("k")}) {
      var head = request().head(path);
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.header("Content-Length")).isEqualTo("8");
      assertThat(head.header("ETag")).isEqualTo(get(path).header("ETag"));
      assertThat(head.asByteArray()).isEmpty();
    }
  }

  @Test
  void whatIsNoStrictJsonIsRefusedAndMakesNothing() {
    String[] texts = {
      "",
      " ",
      "{",
      "{\"a\":1,}",
      "{\"a\":1,\"a\":1}",
      "{\"a\":1,\"\\u0061\":2}",
      "[1,]",
      "01",
      "1.",
      "NaN",
      "{} {}",
      "'a'",
      "\"\t\"",
      "\uFEFF1",
      "[".repeat(513) + "]".repeat(513),
      "//\n1"
    };
    for (String text : texts) {
      refused(tryPut(calls.entry("k"), text), 400, "invalid-json");
    }
    byte[][] bytes = {
      {'"', (byte) 0xC0, (byte) 0x80, '"'},
      {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
      {'"', (byte) 0xFF, '"'},
      "1".getBytes(java.nio.charset.StandardCharsets.UTF_16)
    };
    for (byte[] body : bytes) {
      refused(
          request().contentType("application/json").body(body).put(calls.entry("k")),
          400,
          "invalid-json");
    }
    calls.assertNoShard();
  }

  @Test
  void valuesAreTakenUpToTheirLimit() {
    String most = "\"" + "x".repeat(Limits.DEFAULT.valueBytes() - 2) + "\"";
    put(calls.entry("most"), most);
    assertThat(get(calls.entry("most")).asString()).isEqualTo(most);
    refused(tryPut(calls.entry("more"), most + " "), 413, "value-too-large")
        .then()
        .body("limit", org.hamcrest.Matchers.is(Limits.DEFAULT.valueBytes()));
    refused(get(calls.entry("more")), 404, "entry-not-found");
  }

  @Test
  void readingMakesNothing() {
    refused(get(calls.entry("k")), 404, "shard-not-found");
    calls.assertNoShard();
    put(calls.entry("k"), "1");
    refused(get(calls.entry("other")), 404, "entry-not-found");
    refused(get(calls.shardPath() + "/namespaces/none/entries/k"), 404, "namespace-not-found");
    refused(get(calls.shardPath() + "/namespaces/none"), 404, "namespace-not-found");
  }

  @Test
  void deletingIsTheSameWhetherThereIsSomethingOrNot() {
    assertThat(request().delete(calls.entry("k")).statusCode()).isEqualTo(204);
    calls.assertNoShard();
    put(calls.entry("k"), "1");
    assertThat(request().delete(calls.entry("k")).header("Cairn-Revision")).isEqualTo("2");
    refused(get(calls.entry("k")), 404, "entry-not-found");
    assertThat(request().delete(calls.byQuery("k")).header("Cairn-Revision")).isEqualTo("2");
  }
}
