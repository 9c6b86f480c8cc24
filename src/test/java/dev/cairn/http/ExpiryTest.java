package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that expire, over HTTP. */
@QuarkusTest
class ExpiryTest {

  private static final String FAR = "2999-01-02T03:04:05.678Z";

  private final EntryCalls calls = new EntryCalls();

  private Instant expires(String key) {
    return Instant.parse(EntryCalls.get(calls.entry(key)).header("Cairn-Expires"));
  }

  @Test
  void anEntryTellsWhenItExpires() {
    EntryCalls.put(calls.entry("a") + "?expiresAt=" + FAR, "1");

    Response got = EntryCalls.get(calls.entry("a"));
    assertThat(got.header("Cairn-Expires")).isEqualTo(FAR);
    assertThat(got.asString()).isEqualTo("1");
    assertThat(EntryCalls.request().head(calls.entry("a")).header("Cairn-Expires")).isEqualTo(FAR);
    Response same = EntryCalls.request().header("If-None-Match", "\"1\"").get(calls.entry("a"));
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.header("Cairn-Expires")).isEqualTo(FAR);
  }

  @Test
  void anEntryThatStaysHasNoSuchHeader() {
    EntryCalls.put(calls.entry("a"), "1");

    assertThat(EntryCalls.get(calls.entry("a")).header("Cairn-Expires")).isNull();
  }

  @Test
  void aTimeToLiveCountsFromThePut() {
    Instant before = Instant.now().minusMillis(1);
    EntryCalls.put(calls.byQuery("a") + "&ttl=PT1H", "1");

    assertThat(expires("a"))
        .isBetween(before.plus(Duration.ofHours(1)), Instant.now().plus(Duration.ofHours(1)));
  }

  @Test
  void aTimeOfAnotherZoneIsToldInUtc() {
    EntryCalls.put(calls.entry("a") + "?expiresAt=2999-01-02T05:04:05%2B02:00", "1");

    assertThat(expires("a")).isEqualTo(Instant.parse("2999-01-02T03:04:05Z"));
  }

  @Test
  void whatHasExpiredIsMissingAtOnceAndGoneSoon() {
    EntryCalls.put(calls.entry("stays"), "1");
    EntryCalls.put(calls.entry("a") + "?expiresAt=2001-01-01T00:00:00Z", "1");

    assertThat(EntryCalls.get(calls.entry("a")).statusCode()).isEqualTo(404);
    assertThat(EntryCalls.request().head(calls.entry("a")).statusCode()).isEqualTo(404);
    assertThat(EntryCalls.patch(calls.entry("a"), EntryCalls.MERGE, "{}").statusCode())
        .isEqualTo(404);
    assertThat(EntryCalls.get(calls.metadata("a")).statusCode()).isEqualTo(404);
    Eventually.holds(
        "it is swept", () -> EntryCalls.get(calls.shardPath()).jsonPath().getLong("entries") == 1);
    assertThat(EntryCalls.get(calls.shardPath()).jsonPath().getLong("revision")).isEqualTo(3);
  }

  @Test
  void aPutAfterExpiryMakesANewEntry() {
    String past = calls.entry("a") + "?expiresAt=2001-01-01T00:00:00Z";
    assertThat(EntryCalls.tryPut(past, "1").statusCode()).isEqualTo(201);
    assertThat(EntryCalls.tryPut(past, "2").statusCode()).isEqualTo(201);
    assertThat(EntryCalls.tryPut(calls.entry("a"), "3").statusCode()).isEqualTo(201);
    assertThat(EntryCalls.tryPut(calls.entry("a"), "4").statusCode()).isEqualTo(204);
  }

  @Test
  void aPutWithoutExpiryClearsItAndAPatchKeepsIt() {
    EntryCalls.put(calls.entry("a") + "?expiresAt=" + FAR, "{}");
    EntryCalls.patch(calls.entry("a"), EntryCalls.MERGE, "{\"n\":1}");
    EntryCalls.put(calls.metadata("a"), "{\"m\":1}");
    assertThat(expires("a")).isEqualTo(Instant.parse(FAR));

    EntryCalls.put(calls.entry("a"), "1");

    assertThat(EntryCalls.get(calls.entry("a")).header("Cairn-Expires")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ttl=1h",
        "ttl=PT0S",
        "ttl=PT-1S",
        "ttl=PT0.0001S",
        "ttl=P1Y",
        "ttl=P365001D",
        "ttl=P99999999999999999999D",
        "ttl=",
        "expiresAt=",
        "expiresAt=tomorrow",
        "expiresAt=2999-01-02",
        "expiresAt=2999-01-02T03:04:05",
        "expiresAt=1970-01-01T00:00:00Z",
        "expiresAt=%2B12026-01-02T03:04:05Z",
        "ttl=PT1H&expiresAt=2999-01-02T03:04:05Z"
      })
  void whatIsNoExpiryIsRefused(String query) {
    Response refused = EntryCalls.tryPut(calls.entry("a") + "?" + query, "1");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("code")).isEqualTo("invalid-parameter");
    assertThat(EntryCalls.get(calls.shardPath()).statusCode()).isEqualTo(404);
  }

  @Test
  void batchesAndTransactionsPutAndTellExpiries() {
    Instant before = Instant.now();
    FreshShard shard = new FreshShard();
    JsonPath batch =
        shard
            .batch(
                """
                {"operations":[
                  {"op":"put","key":"a","value":1,"expires":"2999-01-02T03:04:05.678Z"},
                  {"op":"put","key":"b","value":1,"ttl":"PT1H"},
                  {"op":"put","key":"c","value":1,"expires":"2001-01-01T00:00:00Z"},
                  {"op":"put","key":"d","value":1,"ttl":"PT1H","expires":"2999-01-02T03:04:05Z"},
                  {"op":"put","key":"e","value":1,"ttl":"soon"},
                  {"op":"put","key":"f","value":1,"expires":7},
                  {"op":"delete","key":"g","ttl":"PT1H"},
                  {"op":"get","key":"a"},
                  {"op":"get","key":"b"},
                  {"op":"get","key":"c"}]}""")
            .jsonPath();
    assertThat(batch.getList("results.status"))
        .isEqualTo(List.of(201, 201, 201, 400, 400, 400, 400, 200, 200, 404));
    assertThat(batch.getString("results[3].errors[0].pointer")).isEqualTo("/operations/3/expires");
    assertThat(batch.getString("results[4].errors[0].pointer")).isEqualTo("/operations/4/ttl");
    assertThat(batch.getString("results[7].expires")).isEqualTo(FAR);
    assertThat(Instant.parse(batch.getString("results[8].expires")))
        .isAfterOrEqualTo(before.plus(Duration.ofHours(1)));

    Response done =
        shard.transact(
            """
            {"checks":[{"key":"c","absent":true}],
             "operations":[{"op":"put","key":"c","value":2,"expires":"2999-01-02T03:04:05.678Z"}]}""");
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(FreshShard.get(shard.inDefault("/entries/c")).header("Cairn-Expires"))
        .isEqualTo(FAR);
  }

  @Test
  void pagesAndQueriesTellExpiriesAndLeaveOutWhatHasExpired() {
    EntryCalls.put(calls.entry("a") + "?expiresAt=" + FAR, "1");
    EntryCalls.put(calls.entry("b"), "1");
    EntryCalls.put(calls.entry("c") + "?expiresAt=2001-01-01T00:00:00Z", "1");

    JsonPath list = EntryCalls.get(calls.namespacePath() + "/entries").jsonPath();
    JsonPath query =
        EntryCalls.send("POST", calls.namespacePath() + "/query", EntryCalls.JSON, "{}").jsonPath();
    Response count =
        EntryCalls.send("POST", calls.namespacePath() + "/count", EntryCalls.JSON, "{}");

    for (JsonPath page : List.of(list, query)) {
      assertThat(page.getList("items.key")).isEqualTo(List.of("a", "b"));
      assertThat(page.getString("items[0].expires")).isEqualTo(FAR);
      assertThat(page.getString("items[1].expires")).isNull();
    }
    assertThat(count.asString()).isEqualTo("{\"count\":2}");
  }

  @Test
  void exportsAndImportsKeepExpiries() {
    FreshShard source = new FreshShard();
    source.batch(
        """
        {"operations":[
          {"op":"put","key":"a","value":1,"expires":"2999-01-02T03:04:05.678Z"},
          {"op":"put","key":"b","value":1},
          {"op":"put","key":"c","value":1,"expires":"2001-01-01T00:00:00Z"}]}""");
    String lines = FreshShard.get(source.path("/export")).asString();
    assertThat(lines)
        .contains("\"expires\":\"" + FAR + "\"", "\"entries\":2}")
        .doesNotContain("\"c\"");

    FreshShard target = new FreshShard();
    assertThat(target.importLines(lines, "fail").jsonPath().getInt("created")).isEqualTo(2);

    assertThat(FreshShard.get(target.inDefault("/entries/a")).header("Cairn-Expires"))
        .isEqualTo(FAR);
    assertThat(FreshShard.get(target.inDefault("/entries/b")).header("Cairn-Expires")).isNull();
    assertThat(
            target
                .importLines("{\"key\":\"x\",\"value\":1,\"expires\":\"soon\"}\n", "fail")
                .jsonPath()
                .getString("errors[0].detail"))
        .contains("/expires must be a time");
  }
}
