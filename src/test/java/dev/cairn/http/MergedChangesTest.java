package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.feed.MergedFeeds;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The feeds of many shards as one: pages, waiting, streams. */
@QuarkusTest
@Timeout(60)
class MergedChangesTest {

  /** Beginning of the ids of the shards of this test alone. */
  private final String prefix = new FreshShard().id() + ".";

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // set by the framework
  URI root;

  @Inject
  @SuppressWarnings("NullAway.Init") // set by the framework
  MergedFeeds feeds;

  @AfterEach
  void nothingIsFollowedAnyMore() {
    Eventually.holds("all feeds have ended", () -> feeds.open() == 0 && feeds.followed() == 0);
  }

  private void put(String shard, String key, String value) {
    Response answer =
        FreshShard.send(
            "PUT", "/v1/shards/" + prefix + shard + "/namespaces/default/entries/" + key, value);
    assertThat(answer.statusCode()).as(answer.asString()).isIn(201, 204);
  }

  private static Response ask(String body) {
    return FreshShard.send("POST", "/v1/changes", body);
  }

  private static Response page(String body) {
    Response answer = ask(body);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer;
  }

  private String all(String more) {
    return "{\"prefix\":\"" + prefix + "\"" + more + "}";
  }

  private String named(String shards, String more) {
    return "{\"shards\":{" + shards.replace("~", prefix) + "}" + more + "}";
  }

  private static List<String> keys(Response page) {
    return page.jsonPath().getList("items.key");
  }

  @Test
  void aPageNamesTheShardOfEachChangeAndTheNewCursors() {
    put("a", "k", "{\"n\": 1}");
    put("b", "l", "2");

    Response page = page(all(",\"include\":[\"value\"]"));

    assertThat(page.contentType()).startsWith("application/json");
    assertThat(page.jsonPath().getList("items.shard"))
        .containsExactlyInAnyOrder(prefix + "a", prefix + "b");
    assertThat(page.jsonPath().getMap("cursors"))
        .isEqualTo(Map.of(prefix + "a", "1", prefix + "b", "1"));
    assertThat(page.jsonPath().getList("problems")).isEmpty();
    assertThat(page.jsonPath().getBoolean("more")).isFalse();
    assertThat(page.asString()).contains("\"value\":{\"n\": 1}");
  }

  @Test
  void pageByPageEveryChangeComesOnce() {
    for (int i = 0; i < 10; i++) {
      put("a", "a" + i, "1");
      put("b" + i % 3, "b" + i, "1");
    }
    Map<String, String> cursors = new HashMap<>();
    List<String> told = new ArrayList<>();
    boolean more = true;
    while (more) {
      StringBuilder shards = new StringBuilder();
      cursors.forEach(
          (shard, cursor) ->
              shards
                  .append(shards.isEmpty() ? "" : ",")
                  .append("\"" + shard + "\":\"" + cursor + "\""));
      Response page = page(all(",\"limit\":3,\"shards\":{" + shards + "}"));
      assertThat(keys(page).size()).isLessThanOrEqualTo(3);
      told.addAll(keys(page));
      cursors.putAll(page.jsonPath().getMap("cursors"));
      more = page.jsonPath().getBoolean("more");
    }
    assertThat(told).hasSize(20).doesNotHaveDuplicates();
    assertThat(told.stream().filter(key -> key.startsWith("a")))
        .containsExactly("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9");
    assertThat(cursors).hasSize(4).containsEntry(prefix + "a", "10");
  }

  @Test
  void aPageWaitsForItsFirstChangeInAShardThatIsMadeMeanwhileToo() throws Exception {
    put("a", "k", "1");
    long begun = System.nanoTime();
    CompletableFuture<Response> waiting =
        CompletableFuture.supplyAsync(
            () -> page(all(",\"shards\":{\"" + prefix + "a\":\"1\"},\"wait\":\"PT30S\"")));
    Eventually.holds("it is followed", () -> feeds.followed() == 1);
    put("b", "l", "2");

    Response page = waiting.get(30, TimeUnit.SECONDS);
    assertThat(keys(page)).containsExactly("l");
    assertThat(page.jsonPath().getMap("cursors")).isEqualTo(Map.of(prefix + "b", "1"));
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(25);
  }

  @Test
  void aWaitInVainEndsWithAnEmptyPage() {
    put("a", "k", "1");
    Response page = page(all(",\"since\":\"now\",\"wait\":\"PT0.2S\""));
    assertThat(keys(page)).isEmpty();
    assertThat(page.jsonPath().getMap("cursors")).isEqualTo(Map.of(prefix + "a", "1"));
    assertThat(page.jsonPath().getBoolean("more")).isFalse();
  }

  @Test
  void aShardThatCanNotBeReadIsNamedAndTheOthersAreTold() {
    put("a", "k", "1");
    FreshShard.delete("/v1/shards/" + prefix + "a");
    put("a", "l", "1");
    put("b", "m", "1");

    Response page = page(named("\"~a\":\"1\",\"~b\":null,\"~c\":\"0\",\"~d\":null", ""));

    assertThat(keys(page)).containsExactly("m");
    Map<String, String> codes = new HashMap<>();
    for (Map<String, Object> problem : page.jsonPath().<Map<String, Object>>getList("problems")) {
      codes.put((String) problem.get("shard"), (String) problem.get("code"));
    }
    assertThat(codes)
        .isEqualTo(
            Map.of(
                prefix + "a", "history-changed",
                prefix + "c", "shard-not-found",
                prefix + "d", "shard-not-found"));
  }

  @Test
  void whatCanNotBeAskedIsRefused() {
    refused(ask("{}"), 400, "invalid-body");
    refused(ask("[]"), 400, "invalid-body");
    refused(ask(""), 400, "invalid-body");
    refused(ask("{\"prefix\":1}"), 400, "invalid-body");
    refused(ask("{\"prefix\":\"\",\"x\":1}"), 400, "invalid-body");
    refused(ask("{\"prefix\":\"\",\"since\":\"12\"}"), 400, "invalid-body");
    refused(ask("{\"prefix\":\"\",\"limit\":0}"), 400, "invalid-body");
    refused(ask("{\"prefix\":\"\",\"wait\":\"PT61S\"}"), 400, "invalid-body");
    refused(ask("{\"prefix\":\"\",\"namespace\":\"\"}"), 400, "invalid-body");
    refused(ask("{\"prefix\":\"\",\"include\":[\"values\"]}"), 400, "invalid-body");
    refused(ask("{\"shards\":[\"a\"]}"), 400, "invalid-body");
    refused(ask("{\"shards\":{\"a\":12}}"), 400, "invalid-body");
    Response two = ask("{\"shards\":{\".a\":null,\"b\":\"x\"}}");
    refused(two, 400, "invalid-body");
    assertThat(two.jsonPath().getList("errors.pointer")).containsExactly("/shards/.a", "/shards/b");
  }

  private EventLines stream(String body) throws IOException, InterruptedException {
    return new EventLines(
        HttpRequest.newBuilder(root.resolve("/v1/changes"))
            .header("Accept", "text/event-stream")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private String event(String shard, String place, int revision, String key) {
    return "id: %s%s@%s data: {\"shard\":\"%s%s\",\"revision\":%d,\"op\":\"put\",\"namespace\":\"default\",\"key\":\"%s\"}"
        .formatted(prefix, shard, place, prefix, shard, revision, key);
  }

  @Test
  void aStreamGoesOnWithWhatIsCommittedAndIdsAreCursors() throws Exception {
    put("a", "k", "1");
    try (EventLines stream = stream(all(""))) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.contentType()).isEqualTo("text/event-stream");
      assertThat(stream.next()).isEqualTo(event("a", "1", 1, "k"));
      assertThat(stream.next()).isEqualTo("event: cursors data: {}");
      for (int i = 0; i < 100; i++) {
        int revision = 1 + i / 7;
        put("b" + i % 7, "k" + i, "1");
        assertThat(stream.next()).isEqualTo(event("b" + i % 7, "" + revision, revision, "k" + i));
      }
    }
    FreshShard.send(
        "POST",
        "/v1/shards/" + prefix + "a/namespaces/default/batch",
        "{\"operations\":[{\"op\":\"put\",\"key\":\"x\",\"value\":1},"
            + "{\"op\":\"put\",\"key\":\"y\",\"value\":2}]}");
    try (EventLines stream = stream(named("\"~a\":\"1\"", ""))) {
      assertThat(stream.next()).isEqualTo(event("a", "2.1", 2, "x"));
      assertThat(stream.next()).isEqualTo(event("a", "2", 2, "y"));
    }
    try (EventLines stream = stream(named("\"~a\":\"2.1\"", ""))) {
      assertThat(stream.next()).isEqualTo(event("a", "2", 2, "y"));
    }
  }

  @Test
  void theCursorsOfShardsWithNothingToTellAreToldOnceAllWereLookedAt() throws Exception {
    put("a", "k", "1");
    put("b", "k", "1");
    try (EventLines stream = stream(all(",\"since\":\"now\""))) {
      assertThat(stream.next())
          .startsWith("event: cursors data: {")
          .contains("\"" + prefix + "a\":\"1\"", "\"" + prefix + "b\":\"1\"");
    }
  }

  @Test
  void aStreamNamesADeletedShardAndGoesOn() throws Exception {
    put("a", "k", "1");
    put("b", "k", "1");
    try (EventLines stream = stream(all(",\"since\":\"now\""))) {
      assertThat(stream.next()).startsWith("event: cursors");
      FreshShard.delete("/v1/shards/" + prefix + "a");
      assertThat(stream.next())
          .startsWith("event: problem data: ")
          .contains("\"code\":\"shard-not-found\"", "\"shard\":\"" + prefix + "a\"");
      put("b", "l", "1");
      assertThat(stream.next()).isEqualTo(event("b", "2", 2, "l"));
      put("a", "m", "1");
      assertThat(stream.next()).isEqualTo(event("a", "1000000001", 1_000_000_001, "m"));
    }
  }

  @Test
  void whatCanNotBeStreamedIsRefusedAsAnyOther() throws Exception {
    try (EventLines stream = stream("{}")) {
      assertThat(stream.status()).isEqualTo(400);
    }
  }
}
