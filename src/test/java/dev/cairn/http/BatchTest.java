package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches that are not atomic, and what is no batch. */
@QuarkusTest
class BatchTest {

  private final FreshShard shard = new FreshShard();

  @Test
  void eachMemberHasItsResultInTheOrderAskedFor() {
    shard.put("old", "{\"n\":1}");

    Response answer =
        shard.batch(
            """
            {"operations":[
              {"op":"get","key":"missing"},
              {"op":"put","key":"new","value":{"n": 1.10},"metadata":{"m":1}},
              {"op":"patch","key":"old","mergePatch":{"k":2}},
              {"op":"patch","key":"old","jsonPatch":[{"op":"remove","path":"/n"}]},
              {"op":"get","key":"new"},
              {"op":"get","key":"old","include":["value"]},
              {"op":"delete","key":"new"},
              {"op":"get","key":"new"}]}""");

    JsonPath json = answer.jsonPath();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("Cairn-Revision")).isEqualTo("2");
    assertThat(json.getInt("revision")).isEqualTo(2);
    assertThat(json.getList("results.key"))
        .containsExactly("missing", "new", "old", "old", "new", "old", "new", "new");
    assertThat(json.getList("results.status"))
        .containsExactly(404, 201, 200, 200, 200, 200, 204, 404);
    assertThat(json.getList("results.version")).containsExactly(null, 2, 2, 2, 2, 2, null, null);
    assertThat(answer.asString()).contains("\"value\":{\"n\": 1.10},\"metadata\":{\"m\":1}");
    assertThat(json.getString("results[5].value")).isEqualTo("[k:2]");
    assertThat(shard.value("old")).isEqualTo("{\"k\":2}");
  }

  @Test
  void aBadMemberSpoilsNoOther() {
    Response answer =
        shard.batch(
            """
            {"operations":[
              {"op":"put","key":"a","value":1},
              {"op":"put","key":"","value":1},
              {"op":"put","key":"b","value":1,"ifVersion":0,"more":1},
              {"op":"fly","key":"c"},
              7,
              {"op":"put","key":"d","value":1,"namespace":"a b"},
              {"op":"put","key":"e","value":1,"ifVersion":9},
              {"op":"patch","key":"a","jsonPatch":[{"op":"test","path":"","value":2}]},
              {"op":"put","key":"z","value":2}]}""");

    JsonPath json = answer.jsonPath();
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(json.getList("results.status"))
        .containsExactly(201, 400, 400, 400, 400, 400, 412, 409, 201);
    assertThat(json.getList("results.code"))
        .containsExactly(
            null,
            "invalid-key",
            "invalid-body",
            "invalid-body",
            "invalid-body",
            "invalid-namespace",
            "precondition-failed",
            "patch-test-failed",
            null);
    assertThat(json.getList("results.key"))
        .containsExactly("a", null, "b", "c", null, "d", "e", "a", "z");
    assertThat(json.getList("results[1].errors.pointer")).containsExactly("/operations/1/key");
    assertThat(json.getList("results[2].errors.pointer"))
        .containsExactlyInAnyOrder("/operations/2/more", "/operations/2/ifVersion");
    assertThat(json.getList("results[2].errors.reason"))
        .contains("must be a whole number of at least 1");
    assertThat(json.getList("results[3].errors.pointer")).containsExactly("/operations/3/op");
    assertThat(json.getList("results[4].errors.pointer")).containsExactly("/operations/4");
    assertThat(json.getList("results[5].errors.pointer"))
        .containsExactly("/operations/5/namespace");
    assertThat(json.getList("results.detail").get(6)).isNotNull();
    assertThat(shard.value("z")).isEqualTo("2");
  }

  @Test
  void aBatchOfBadMembersAloneNeedsNoShardAndTakesNoRevision() {
    String body = "{\"operations\":[{\"op\":\"put\",\"key\":\"a\"},{\"op\":\"get\",\"key\":\"\"}]}";

    Response without = shard.batch(body);
    assertThat(without.statusCode()).isEqualTo(200);
    assertThat(without.jsonPath().getList("results.status")).containsExactly(400, 400);
    assertThat(without.jsonPath().getList("results[0].errors.pointer"))
        .containsExactly("/operations/0/value");
    assertThat(without.header("Cairn-Revision")).isNull();
    assertThat(without.jsonPath().getMap("")).containsOnlyKeys("results");
    shard.assertNotMade();

    shard.put("x", "1");
    shard.batch(body);
    assertThat(FreshShard.get(shard.path("")).jsonPath().getInt("revision")).isEqualTo(1);
  }

  @Test
  void anEmptyBatchDoesNothing() {
    Response answer = shard.batch("{\"operations\":[]}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asString()).isEqualTo("{\"results\":[]}");
    shard.assertNotMade();
  }

  @Test
  void aBatchThatChangesNothingTakesNoRevision() {
    shard.put("a", "1");
    Response answer =
        shard.batch(
            "{\"operations\":[{\"op\":\"delete\",\"key\":\"b\"},"
                + "{\"op\":\"put\",\"key\":\"a\",\"value\":2,\"ifAbsent\":true}]}");
    assertThat(answer.jsonPath().getList("results.status")).containsExactly(204, 412);
    assertThat(answer.jsonPath().getInt("revision")).isEqualTo(1);
  }

  @Test
  void deletesAloneMakeNoShard() {
    Response answer = shard.batch("{\"operations\":[{\"op\":\"delete\",\"key\":\"b\"}]}");
    assertThat(answer.jsonPath().getList("results.status")).containsExactly(204);
    shard.assertNotMade();
  }

  @Test
  void getsAloneTellWhatIsMissing() {
    String gets =
        "{\"operations\":[{\"op\":\"get\",\"key\":\"b\"},{\"op\":\"get\",\"key\":\"a\"},"
            + "{\"op\":\"get\",\"key\":\"a\",\"namespace\":\"none\"}]}";
    refused(shard.batch(gets), 404, "shard-not-found");
    shard.put("a", "[1]");

    Response answer = shard.batch(gets);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("Cairn-Revision")).isEqualTo("1");
    assertThat(answer.jsonPath().getList("results.status")).containsExactly(404, 200, 404);
    assertThat(answer.jsonPath().getList("results.code"))
        .containsExactly("entry-not-found", null, "namespace-not-found");
    assertThat(answer.jsonPath().getString("results[0].detail"))
        .isEqualTo("Entry \"b\" of namespace default does not exist.");
  }

  @Test
  void whatIsNoBatchIsRefusedWithPointers() {
    String[][] bodies = {
      {"[]", ""},
      {"{}", "/operations"},
      {"{\"operations\":7}", "/operations"},
      {"{\"operations\":[],\"more\":1}", "/more"},
      {"{\"operations\":[],\"atomic\":\"yes\"}", "/atomic"},
      {"{\"operations\":[{\"op\":\"put\",\"key\":\"a\",\"value\":1}],\"\\ud800\":1}", "/\ufffd"}
    };
    for (String[] body : bodies) {
      Response answer = refused(shard.batch(body[0]), 400, "invalid-body");
      assertThat(answer.jsonPath().getList("errors.pointer")).as(body[0]).containsExactly(body[1]);
    }
    refused(shard.batch("{\"operations\":[]"), 400, "invalid-json");
    refused(shard.batch(""), 400, "invalid-body");
    shard.assertNotMade();
  }

  @Test
  void otherMediaTypesAndNamesAreRefused() {
    String batch = "{\"operations\":[]}";
    refused(
        FreshShard.send("POST", shard.inDefault("/batch"), batch, "text/plain", ""),
        415,
        "unsupported-media-type");
    refused(
        FreshShard.send("POST", shard.path("/namespaces/a%20b/batch"), batch),
        400,
        "invalid-namespace");
    refused(
        FreshShard.send("POST", "/v1/shards/a%20b/namespaces/default/batch", batch),
        400,
        "invalid-shard-id");
    Response method = refused(FreshShard.get(shard.inDefault("/batch")), 405, "method-not-allowed");
    assertThat(method.header("Allow")).contains("POST");
  }

  @Test
  void anyKeyCanStandInABody() {
    String[] keys = {"\\u0000", "😀", "a/b", "..", ".", "/", " ", "\\\"", "\\u00e9", "%2F", "é"};
    String puts =
        IntStream.range(0, keys.length)
            .mapToObj(i -> "{\"op\":\"put\",\"key\":\"" + keys[i] + "\",\"value\":" + i + "}")
            .collect(Collectors.joining(","));
    Response put = shard.batch("{\"operations\":[" + puts + "]}");
    assertThat(put.jsonPath().getList("results.status", Integer.class).subList(0, 10))
        .containsOnly(201);
    // The last one is the ninth one in another spelling.
    assertThat(put.jsonPath().getInt("results[10].status")).isEqualTo(200);

    String gets =
        puts.replaceAll("\"op\":\"put\"", "\"op\":\"get\"").replaceAll(",\"value\":\\d+", "");
    assertThat(shard.batch("{\"operations\":[" + gets + "]}").jsonPath().getList("results.value"))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 10, 9, 10);
    refused(
        shard.transact("{\"operations\":[{\"op\":\"put\",\"key\":\"\\ud800\",\"value\":1}]}"),
        400,
        "invalid-key");
  }

  @Test
  void getsThatTogetherFindTooManyBytesAreRefusedOneByOne() {
    String value = "\"" + "x".repeat(900 * 1024) + "\"";
    StringBuilder gets = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      shard.put("k" + i, value);
      gets.append(i == 0 ? "" : ",").append("{\"op\":\"get\",\"key\":\"k" + i + "\"}");
    }

    JsonPath only = shard.batch("{\"operations\":[" + gets + "]}").jsonPath();
    JsonPath mixed =
        shard
            .batch("{\"operations\":[" + gets + ",{\"op\":\"put\",\"key\":\"p\",\"value\":1}]}")
            .jsonPath();

    // 18 values of 900 KiB are within 16 MiB, 19 are not.
    assertThat(only.getList("results.status", Integer.class).subList(0, 18)).containsOnly(200);
    assertThat(only.getList("results.code").subList(18, 20)).containsOnly("batch-too-large");
    assertThat(mixed.getList("results.code").subList(18, 21))
        .containsExactly("batch-too-large", "batch-too-large", null);
    assertThat(shard.value("p")).isEqualTo("1");
  }
}
