package dev.cairn.http;

import static dev.cairn.http.EntryCalls.JSON_PATCH;
import static dev.cairn.http.EntryCalls.MERGE;
import static dev.cairn.http.EntryCalls.get;
import static dev.cairn.http.EntryCalls.patch;
import static dev.cairn.http.EntryCalls.put;
import static dev.cairn.http.EntryCalls.refused;
import static dev.cairn.http.EntryCalls.request;
import static dev.cairn.http.EntryCalls.tryPut;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Limits;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Metadata, beside a value in a header and as a resource of their own. */
@QuarkusTest
class EntryMetadataTest {

  private final EntryCalls calls = new EntryCalls();

  @Test
  void theHeaderSetsKeepsAndClearsThem() {
    assertThat(withHeader("{\"a\":\"\\u00e9\"}", "1").statusCode()).isEqualTo(201);
    assertThat(get(calls.metadata("k")).asString()).isEqualTo("{\"a\":\"\\u00e9\"}");
    put(calls.entry("k"), "2");
    assertThat(get(calls.metadata("k")).asString()).isEqualTo("{\"a\":\"\\u00e9\"}");
    withHeader("null", "3");
    assertThat(get(calls.metadata("k")).asString()).isEqualTo("{}");
    assertThat(included("metadata")).isEqualTo("null");
  }

  @Test
  void theyComeWithTheValueOnlyWhenAskedFor() {
    put(calls.entry("k"), "1");
    put(calls.metadata("k"), "{ \"é\" :\n\"日本😀\" }");
    assertThat(get(calls.entry("k")).header("Cairn-Metadata")).isNull();
    assertThat(included("value")).isNull();
    String escaped = "{ \"\\u00e9\" : \"\\u65e5\\u672c\\ud83d\\ude00\" }";
    assertThat(included("metadata")).isEqualTo(escaped);
    assertThat(included("value,metadata")).isEqualTo(escaped);
    assertThat(request().head(calls.entry("k") + "?include=metadata").header("Cairn-Metadata"))
        .isEqualTo(escaped);
    for (String include : new String[] {"values", "metadata,", "all", "%20metadata"}) {
      refused(get(calls.entry("k") + "?include=" + include), 400, "invalid-parameter");
    }
  }

  @Test
  void headersThatAreNoObjectAreRefused() {
    for (String header :
        new String[] {"[]", "7", "{", "{\"a\":1,\"a\":2}", "\"x\"", "NULL", "{} {}"}) {
      refused(withHeader(header, "1"), 400, "invalid-parameter");
    }
    refused(
        request()
            .header("Cairn-Metadata", "{}", "{}")
            .contentType("application/json")
            .body("1")
            .put(calls.entry("k")),
        400,
        "invalid-parameter");
    calls.assertNoShard();
  }

  @Test
  void puttingReplacesAndNullClears() {
    put(calls.entry("k"), "1");
    assertThat(get(calls.metadata("k")).asString()).isEqualTo("{}");
    Response first = put(calls.metadata("k"), "{\"a\": 1.10}");
    assertThat(first.statusCode()).isEqualTo(204);
    assertThat(first.header("ETag")).isEqualTo("\"2\"");
    assertThat(get(calls.metadata("k")).asString()).isEqualTo("{\"a\": 1.10}");
    put(calls.metadata("k"), "{\"b\":2}");
    assertThat(get(calls.metadata("k")).asString()).isEqualTo("{\"b\":2}");
    put(calls.metadata("k"), "null");
    assertThat(get(calls.metadata("k")).asString()).isEqualTo("{}");
    assertThat(get(calls.entry("k")).asString()).isEqualTo("1");
    assertThat(get(calls.entry("k")).header("ETag")).isEqualTo("\"4\"");
  }

  @Test
  void patchingKeepsWhatItDoesNotName() {
    put(calls.entry("k"), "1");
    assertThat(patch(calls.metadata("k"), MERGE, "{\"a\":1.10,\"b\":{\"c\":2}}").statusCode())
        .isEqualTo(204);
    patch(calls.metadata("k"), MERGE, "{\"b\":{\"c\":null,\"d\":3}}").then().statusCode(204);
    patch(calls.metadata("k"), JSON_PATCH, "[{\"op\":\"add\",\"path\":\"/e\",\"value\":[]}]")
        .then()
        .statusCode(204);
    assertThat(get(calls.metadata("k")).asString())
        .isEqualTo("{\"a\":1.10,\"b\":{\"d\":3},\"e\":[]}");
    assertThat(patch(calls.metadata("k"), MERGE, "[1]").statusCode()).isBetween(400, 409);
    assertThat(get(calls.metadata("k")).asString())
        .isEqualTo("{\"a\":1.10,\"b\":{\"d\":3},\"e\":[]}");
  }

  @Test
  void thereAreNoneWithoutAnEntry() {
    String byQuery = calls.namespacePath() + "/metadata?key=k";
    for (String path : new String[] {calls.metadata("k"), byQuery}) {
      refused(get(path), 404, "shard-not-found");
      refused(tryPut(path, "{}"), 404, "entry-not-found");
      refused(patch(path, MERGE, "{}"), 404, "entry-not-found");
    }
    calls.assertNoShard();
    put(calls.entry("other"), "1");
    for (String path : new String[] {calls.metadata("k"), byQuery}) {
      refused(get(path), 404, "entry-not-found");
      refused(tryPut(path, "{}"), 404, "entry-not-found");
      refused(patch(path, MERGE, "{}"), 404, "entry-not-found");
    }
    refused(get(calls.entry("k")), 404, "entry-not-found");
  }

  @Test
  void theyAreAnObjectWithinTheirLimit() {
    put(calls.entry("k"), "1");
    for (String text : new String[] {"[]", "7", "\"x\"", "true"}) {
      refused(tryPut(calls.metadata("k"), text), 400, "invalid-body");
    }
    refused(tryPut(calls.metadata("k"), "{\"a\":1,\"a\":2}"), 400, "invalid-json");
    int most = Limits.DEFAULT.metadataBytes();
    put(calls.metadata("k"), "{\"a\":\"" + "x".repeat(most - 8) + "\"}");
    refused(
        tryPut(calls.metadata("k"), "{\"a\":\"" + "x".repeat(most - 7) + "\"}"),
        413,
        "metadata-too-large");
    refused(patch(calls.metadata("k"), MERGE, "{\"b\":\"x\"}"), 413, "metadata-too-large");
  }

  @Test
  void conditionsGuardThem() {
    put(calls.entry("k"), "1");
    assertThat(request().header("If-None-Match", "\"1\"").get(calls.metadata("k")).statusCode())
        .isEqualTo(304);
    refused(
        request()
            .header("If-Match", "\"9\"")
            .contentType("application/json")
            .body("{}".getBytes(UTF_8))
            .put(calls.metadata("k")),
        412,
        "precondition-failed");
    assertThat(request().head(calls.metadata("k")).header("Content-Length")).isEqualTo("2");
  }

  private @Nullable String included(String include) {
    return get(calls.entry("k") + "?include=" + include).header("Cairn-Metadata");
  }

  private Response withHeader(String metadata, String value) {
    return request()
        .header("Cairn-Metadata", metadata)
        .contentType("application/json")
        .body(value.getBytes(UTF_8))
        .put(calls.entry("k"));
  }
}
