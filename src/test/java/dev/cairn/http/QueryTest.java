package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queries and counts. */
@QuarkusTest
class QueryTest {

  private final FreshShard shard = new FreshShard();

  private void people() {
    shard.batch(
        """
        {"operations":[
          {"op":"put","key":"ada","value":{"age": 36,"tags":["x"]},"metadata":{"m":1}},
          {"op":"put","key":"bob","value":{"age":17}},
          {"op":"put","key":"cyd","value":{"age":"36"}},
          {"op":"put","key":"dan","value":{"age":36.0}},
          {"op":"put","key":"eve","value":[]}]}""");
  }

  @Test
  void aFilterASortAndAnIncludeAreFollowed() {
    people();
    Response answer =
        shard.query(
            "{\"filter\":{\"field\":\"age\",\"operator\":\"gte\",\"value\":18},"
                + "\"sort\":[{\"field\":\"$key\",\"order\":\"desc\"}],\"include\":[\"value\"]}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.jsonPath().getList("items.key")).containsExactly("dan", "ada");
    assertThat(answer.asString())
        .contains("\"value\":{\"age\": 36,\"tags\":[\"x\"]}")
        .doesNotContain("metadata", "nextCursor");

    Response bare = shard.query("{\"include\":[],\"limit\":1}");
    assertThat(bare.jsonPath().getMap("items[0]"))
        .containsOnlyKeys("key", "version", "created", "updated");
    Response all = shard.query("");
    assertThat(all.jsonPath().getList("items.key"))
        .containsExactly("ada", "bob", "cyd", "dan", "eve");
    assertThat(all.jsonPath().getInt("items[0].metadata.m")).isEqualTo(1);
  }

  @Test
  void filterThenSortThenOffsetThenLimit() {
    people();
    String filter =
        "\"filter\":{\"not\":{\"field\":\"$key\",\"operator\":\"eq\",\"value\":\"bob\"}}";
    Response answer =
        shard.query(
            "{"
                + filter
                + ",\"sort\":[{\"field\":\"$key\",\"order\":\"desc\"}],\"offset\":1,\"limit\":2}");
    assertThat(answer.jsonPath().getList("items.key")).containsExactly("dan", "cyd");
  }

  @Test
  void cursorsGiveEverythingExactlyOnceWhileOthersWrite() {
    for (int i = 0; i < 10; i++) {
      shard.put("k" + i, "{\"rank\":" + (i / 3) + "}");
    }
    String asked = "\"sort\":[{\"field\":\"rank\",\"order\":\"desc\"}],\"limit\":3";
    List<String> keys = new ArrayList<>();
    Response page = shard.query("{" + asked + "}");
    int pages = 0;
    while (true) {
      keys.addAll(page.jsonPath().getList("items.key"));
      String cursor = page.jsonPath().getString("nextCursor");
      if (cursor == null) {
        break;
      }
      pages++;
      // What comes and goes behind the cursor moves nothing in front of it.
      shard.put("a" + pages, "{\"rank\":9}");
      FreshShard.delete(shard.inDefault("/entries/" + keys.getFirst()));
      page = shard.query("{" + asked + ",\"cursor\":\"" + cursor + "\"}");
    }
    assertThat(keys).containsExactly("k9", "k6", "k7", "k8", "k3", "k4", "k5", "k0", "k1", "k2");
  }

  @Test
  void aCursorBelongsToItsQueryAndToItsHistory() {
    people();
    String cursor = shard.query("{\"limit\":1}").jsonPath().getString("nextCursor");
    String with = ",\"cursor\":\"" + cursor + "\"}";
    assertThat(shard.query("{\"limit\":2,\"include\":[]" + with).statusCode()).isEqualTo(200);
    refused(
        shard.query("{\"sort\":[{\"field\":\"age\",\"order\":\"asc\"}]" + with),
        400,
        "invalid-cursor");
    refused(FreshShard.get(shard.inDefault("/entries?cursor=" + cursor)), 400, "invalid-cursor");
    Response both = refused(shard.query("{\"offset\":0" + with), 400, "invalid-body");
    assertThat(both.jsonPath().getList("errors.pointer")).containsExactly("/offset");

    FreshShard.delete(shard.path(""));
    people();
    refused(shard.query("{\"limit\":1" + with), 410, "history-changed");
  }

  @Test
  void countsFollowTheSameFilters() {
    people();
    String count = shard.inDefault("/count");
    assertThat(FreshShard.send("POST", count, "").asString()).isEqualTo("{\"count\":5}");
    assertThat(FreshShard.send("POST", count, "{}").asString()).isEqualTo("{\"count\":5}");
    String filter = "{\"filter\":{\"field\":\"age\",\"operator\":\"eq\",\"value\":36}}";
    assertThat(FreshShard.send("POST", count, filter).asString()).isEqualTo("{\"count\":2}");
    refused(FreshShard.send("POST", count, "{\"limit\":1}"), 400, "invalid-body");
    refused(
        FreshShard.send("POST", shard.path("/namespaces/none/count"), "{}"),
        404,
        "namespace-not-found");
  }

  @Test
  void whatCantBeUsedIsToldWithItsPointer() {
    people();
    String[][] filters = {
      {"{\"field\":\"age\",\"operator\":\"like\",\"value\":1}", "/filter/operator"},
      {"{\"field\":\"a[\",\"operator\":\"eq\",\"value\":1}", "/filter/field"},
      {"{\"field\":\"age\",\"operator\":\"eq\",\"value\":{}}", "/filter/value"},
      {"{\"and\":[{\"field\":\"age\",\"operator\":\"eq\",\"value\":1},7]}", "/filter/and/1"},
      {"{\"not\":{\"field\":\"age\"}}", "/filter/not"}
    };
    for (String[] filter : filters) {
      for (String path : List.of("/query", "/count")) {
        Response answer =
            refused(
                FreshShard.send("POST", shard.inDefault(path), "{\"filter\":" + filter[0] + "}"),
                400,
                "invalid-query");
        assertThat(answer.jsonPath().getString("errors[0].pointer"))
            .as(filter[0])
            .startsWith(filter[1]);
      }
    }
    Response sort =
        refused(
            shard.query("{\"sort\":[{\"field\":\"a\",\"order\":\"up\"}]}"), 400, "invalid-query");
    assertThat(sort.jsonPath().getString("errors[0].pointer")).startsWith("/sort/0");
    String[][] bodies = {
      {"{\"limit\":0}", "/limit"},
      {"{\"limit\":10001}", "/limit"},
      {"{\"limit\":\"5\"}", "/limit"},
      {"{\"offset\":-1}", "/offset"},
      {"{\"include\":[\"values\"]}", "/include/0"},
      {"{\"include\":7}", "/include"},
      {"{\"filters\":{}}", "/filters"}
    };
    for (String[] body : bodies) {
      Response answer = refused(shard.query(body[0]), 400, "invalid-body");
      assertThat(answer.jsonPath().getList("errors.pointer")).containsExactly(body[1]);
    }
  }

  @Test
  void aMissingShardOrNamespaceIsNotFoundAndNotMade() {
    refused(shard.query("{}"), 404, "shard-not-found");
    shard.assertNotMade();
    shard.put("a", "1");
    refused(
        FreshShard.send("POST", shard.path("/namespaces/none/query"), "{}"),
        404,
        "namespace-not-found");
  }
}
