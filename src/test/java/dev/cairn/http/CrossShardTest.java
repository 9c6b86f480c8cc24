package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.quota.CrossShardTurns;
import dev.cairn.quota.ReadTurns;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries, counts and aggregations over several shards. */
@QuarkusTest
class CrossShardTest {

  /** More than read at a time with any number of processors. */
  private static final int MANY = 40;

  private final String prefix = "x-" + UUID.randomUUID() + "-";

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  CrossShardTurns turns;

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  ReadTurns ofShards;

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Set before the test.
  URI service;

  private String shard(int number) {
    return prefix + number;
  }

  private String path(int number) {
    return "/v1/shards/" + shard(number);
  }

  private void put(int number, String key, String value) {
    String path = path(number) + "/namespaces/default/entries/" + key;
    assertThat(FreshShard.send("PUT", path, value).statusCode()).isEqualTo(201);
  }

  /** Three shards with three entries each, ranked alike. */
  private void fill() {
    for (int shard = 1; shard <= 3; shard++) {
      for (int rank = 0; rank < 3; rank++) {
        put(shard, "k" + rank, "{\"rank\":%d,\"of\":%d}".formatted(rank, shard));
      }
    }
  }

  private static Response post(String path, String body) {
    return FreshShard.send("POST", path, body);
  }

  private Response query(String more) {
    return post("/v1/query", "{\"prefix\":\"" + prefix + "\"" + more + "}");
  }

  private List<String> found(Response answer) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    List<String> found = new ArrayList<>();
    List<String> shards = answer.jsonPath().getList("items.shard");
    List<String> keys = answer.jsonPath().getList("items.key");
    for (int i = 0; i < shards.size(); i++) {
      found.add(shards.get(i).substring(prefix.length()) + keys.get(i));
    }
    return found;
  }

  private List<String> walk(String more) {
    List<String> walked = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      String going = cursor.isEmpty() ? "" : ",\"cursor\":\"" + cursor + "\"";
      Response page = query(more + going);
      walked.addAll(found(page));
      cursor = page.jsonPath().getString("nextCursor");
    }
    return walked;
  }

  @Test
  void aSortMergesTheShardsAndTiesGoByShardAndKey() {
    fill();
    put(2, "k9", "{\"rank\":1}");
    String sort = ",\"sort\":[{\"field\":\"rank\",\"order\":\"desc\"}]";
    List<String> all =
        List.of("1k2", "2k2", "3k2", "1k1", "2k1", "2k9", "3k1", "1k0", "2k0", "3k0");

    assertThat(found(query(sort))).isEqualTo(all);
    for (int limit = 1; limit < 5; limit++) {
      assertThat(walk(sort + ",\"limit\":" + limit)).isEqualTo(all);
    }
  }

  @Test
  void withoutASortItGoesFromShardToShard() {
    fill();
    List<String> all = List.of("1k0", "1k1", "1k2", "2k0", "2k1", "2k2", "3k0", "3k1", "3k2");

    assertThat(walk(",\"limit\":2")).isEqualTo(all);
    assertThat(walk(",\"limit\":3")).isEqualTo(all);
    assertThat(query(",\"limit\":9").jsonPath().getString("nextCursor")).isNull();
  }

  @Test
  void aFilterAndAnIncludeAreFollowed() {
    fill();
    Response answer =
        query(
            ",\"filter\":{\"field\":\"rank\",\"operator\":\"eq\",\"value\":1},\"include\":[],"
                + "\"sort\":[{\"field\":\"of\",\"order\":\"desc\"}]");

    assertThat(found(answer)).containsExactly("3k1", "2k1", "1k1");
    assertThat(answer.jsonPath().getMap("items[0]"))
        .containsOnlyKeys("shard", "key", "version", "created", "updated");
    assertThat(answer.jsonPath().getList("failures")).isEmpty();
  }

  @Test
  void whatCantBeReadIsNamedAndTheOthersAreAnsweredFor() {
    fill();
    String named =
        "\"shards\":[\"%s\",\"%s\",\"%s\"]".formatted(shard(2), prefix + "gone", shard(1));
    Response page = post("/v1/query", "{" + named + ",\"limit\":1}");
    assertThat(found(page)).containsExactly("1k0");

    Response count = post("/v1/count", "{" + named + "}");
    assertThat(count.jsonPath().getInt("count")).isEqualTo(6);
    assertThat(count.jsonPath().getInt("shards")).isEqualTo(2);
    assertThat(count.jsonPath().getList("failures.shard")).containsExactly(prefix + "gone");
    assertThat(count.jsonPath().getString("failures[0].code")).isEqualTo("shard-not-found");
    assertThat(count.jsonPath().getInt("failures[0].status")).isEqualTo(404);
    assertThat(FreshShard.get("/v1/shards/" + prefix + "gone").statusCode()).isEqualTo(404);

    Response elsewhere = post("/v1/count", "{" + named + ",\"namespace\":\"other\"}");
    assertThat(elsewhere.jsonPath().getList("failures.code"))
        .containsExactly("namespace-not-found", "namespace-not-found", "shard-not-found");
  }

  @Test
  void aggregatesAreMadeAsIfTheShardsWereOne() {
    fill();
    Response answer =
        post(
            "/v1/aggregate",
            "{\"prefix\":\"%s\",\"groupBy\":\"rank\",".formatted(prefix)
                + "\"aggregates\":{\"n\":{\"function\":\"count\"},"
                + "\"sum\":{\"function\":\"sum\",\"field\":\"of\"}},"
                + "\"filter\":{\"field\":\"rank\",\"operator\":\"gt\",\"value\":0}}");

    assertThat(answer.asString())
        .isEqualTo(
            "{\"items\":[{\"type\":\"number\",\"group\":1,\"aggregates\":{\"n\":3,\"sum\":6}},"
                + "{\"type\":\"number\",\"group\":2,\"aggregates\":{\"n\":3,\"sum\":6}}],"
                + "\"groups\":2,\"shards\":3,\"failures\":[]}");
  }

  @Test
  void aPrefixThatNamesNothingFindsNothing() {
    assertThat(found(query(""))).isEmpty();
    Response count = post("/v1/count", "{\"prefix\":\"" + prefix + "\"}");
    assertThat(count.asString()).isEqualTo("{\"count\":0,\"shards\":0,\"failures\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/query     | {}                                     | invalid-body   | ''",
        "/v1/count     | {\"shards\":[\"a\"],\"prefix\":\"a\"}  | invalid-body   | ''",
        "/v1/count     | {\"shards\":[]}                        | invalid-body   | /shards",
        "/v1/count     | {\"shards\":[\"a\",\"a\"]}             | invalid-body   | /shards/1",
        "/v1/count     | {\"shards\":[\"..\"]}                  | invalid-body   | /shards/0",
        "/v1/count     | {\"shards\":[7]}                       | invalid-body   | /shards/0",
        "/v1/query     | {\"prefix\":\"a\",\"offset\":1}        | invalid-body   | /offset",
        "/v1/query     | {\"prefix\":\"a\",\"sort\":[1]}        | invalid-query  | /sort/0",
        "/v1/query     | {\"prefix\":\"a\",\"cursor\":\"x\"}    | invalid-cursor | /cursor",
        "/v1/aggregate | {\"prefix\":\"a\"}                     | invalid-body   | /aggregates",
      })
  void whatCantBeUsedIsPointedAt(String path, String body, String code, String pointer) {
    Response answer = refused(post(path, body), 400, code);
    assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo(pointer);
  }

  @Test
  void aCursorBelongsToItsRequest() {
    fill();
    String cursor = query(",\"limit\":1").jsonPath().getString("nextCursor");
    String other = ",\"cursor\":\"" + cursor + "\",\"sort\":[{\"field\":\"rank\"}]";
    refused(query(other), 400, "invalid-cursor");
    String elsewhere = "{\"prefix\":\"x\",\"cursor\":\"" + cursor + "\"}";
    refused(post("/v1/query", elsewhere), 400, "invalid-cursor");
  }

  @Test
  void moreShardsThanAllowedAreRefused() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i <= QuerySettings.DEFAULT.shards(); i++) {
      ids.add("\"" + shard(i) + "\"");
    }
    Response answer = post("/v1/count", "{\"shards\":[" + String.join(",", ids) + "]}");
    refused(answer, 400, "invalid-body");
    assertThat(answer.jsonPath().getString("errors[0].pointer")).isEqualTo("/shards");
  }

  @Test
  void manyMissingShardsAreOneAnswer() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < QuerySettings.DEFAULT.shards(); i++) {
      ids.add("\"" + shard(i) + "\"");
    }
    Response answer = post("/v1/count", "{\"shards\":[" + String.join(",", ids) + "]}");
    assertThat(answer.jsonPath().getList("failures")).hasSize(ids.size());
  }

  @Test
  void theyWaitForEachOtherAndHoldNoPlaceOfOthersMeanwhile() throws IOException {
    fill();
    List<ReadTurns.Turn> held = new ArrayList<>();
    CompletableFuture<Void> last = new CompletableFuture<>();
    for (int i = 0; i < MANY; i++) {
      CompletableFuture<Void> come = new CompletableFuture<>();
      held.add(Objects.requireNonNull(turns.ask(() -> come.complete(null))));
      last = come;
    }
    assertThat(last).as("all places are taken").isNotDone();
    String body = "{\"prefix\":\"" + prefix + "\"}";
    try (WireCall waits = WireCall.post(service, "/v1/count", body)) {
      assertThat(post(path(1) + "/namespaces/default/count", "").jsonPath().getInt("count"))
          .isEqualTo(3);
      held.forEach(turn -> endOrLeave(turn));
      assertThat(waits.status()).isEqualTo(200);
    }
    Eventually.holds("every place is given back", () -> ofShards.reading() == 0);
  }

  private static void endOrLeave(ReadTurns.Turn turn) {
    if (!turn.leave()) {
      turn.end();
    }
  }
}
