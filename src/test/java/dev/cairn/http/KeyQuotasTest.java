package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static dev.cairn.http.KeyCalls.as;
import static dev.cairn.http.KeyCalls.bearer;
import static dev.cairn.http.KeyCalls.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bounds of keys, alone and beside those of shards. */
@QuarkusTest
@TestProfile(WithKeys.class)
class KeyQuotasTest {

  private static final String KEYS = "/v1/keys";
  private static final int MOST_TRIES = 200;

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Keys keys;

  @SuppressWarnings("NullAway.Init") // Set before the test.
  private String operator;

  private final FreshShard shard = new FreshShard();

  @BeforeEach
  void makeTheService() {
    operator = bearer(keys, "*", Role.ADMIN);
  }

  private Response make(String quotas) {
    return send(
        operator,
        "POST",
        KEYS,
        "{\"name\":\"k\",\"scopes\":[{\"shards\":\"*\",\"role\":\"write\"}],\"quotas\":"
            + quotas
            + "}");
  }

  private String key(String quotas) {
    Response made = make(quotas);
    assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
    return "Bearer " + made.jsonPath().getString("key");
  }

  private Response get(String key) {
    return as(key).get(shard.inDefault("/entries/a"));
  }

  private Response untilRefused(String key) {
    for (int i = 0; i < MOST_TRIES; i++) {
      Response answer = get(key);
      if (answer.statusCode() == 429) {
        return answer;
      }
    }
    throw new AssertionError("Not refused in " + MOST_TRIES + " requests");
  }

  @Test
  void quotasAreTakenAndShown() {
    Response made =
        make(
            "{\"requestsPerSecond\":5,\"concurrentReads\":6,\"queryTime\":\"PT0.5S\",\"streams\":7}");
    String quotas = "quotas";
    assertThat(made.jsonPath().getMap(quotas).toString())
        .isEqualTo("{requestsPerSecond=5, concurrentReads=6, queryTime=PT0.5S, streams=7}");
    Response shown = as(operator).get(KEYS + "/" + made.jsonPath().getString("id"));
    assertThat(shown.jsonPath().getMap(quotas)).isEqualTo(made.jsonPath().getMap(quotas));
    assertThat(make("{}").jsonPath().getMap("")).doesNotContainKey(quotas);
    refused(make("{\"streams\":null}"), 400, "invalid-body");
  }

  @Test
  void whatCanBeNoQuotaIsRefusedWithItsPlace() {
    Response refusal =
        make(
            "{\"requestsPerSecond\":0,\"concurrentReads\":\"many\",\"queryTime\":\"2s\",\"bytes\":1}");
    refused(refusal, 400, "invalid-body");
    assertThat(refusal.jsonPath().getList("errors.pointer", String.class))
        .containsExactlyInAnyOrder(
            "/quotas/requestsPerSecond",
            "/quotas/concurrentReads",
            "/quotas/queryTime",
            "/quotas/bytes");
    refused(make("7"), 400, "invalid-body");
  }

  @Test
  void oneKeysRequestsAreNotAnothers() {
    String bounded = key("{\"requestsPerSecond\":1}");
    Response refusal = untilRefused(bounded);
    refused(refusal, 429, "rate-limited");
    assertThat(refusal.header("RateLimit-Policy")).isEqualTo("\"key\";q=1;w=1");
    assertThat(refusal.header("RateLimit")).isEqualTo("\"key\";r=0;t=1");
    assertThat(refusal.header("Retry-After")).isEqualTo("1");
    Response other = get(key("{}"));
    assertThat(other.statusCode()).isEqualTo(404);
    assertThat(other.headers().hasHeaderWithName("RateLimit")).isFalse();
  }

  @Test
  void whereBothHoldBothAreTold() {
    String generous = key("{\"requestsPerSecond\":1000}");
    Response set = send(operator, "PUT", shard.path(""), "{\"quotas\":{\"requestsPerSecond\":1}}");
    assertThat(set.statusCode()).isEqualTo(201);
    Response refusal = untilRefused(generous);
    assertThat(refusal.header("RateLimit-Policy"))
        .isEqualTo("\"shard\";q=1;w=1, \"key\";q=1000;w=1");
    assertThat(refusal.header("RateLimit")).matches("\"shard\";r=0;t=1, \"key\";r=[0-9]+;t=1");
    // What its shard refuses is not the key's to pay for: it has as many as the first time.
    String left = refusal.header("RateLimit").replaceAll(".*\"key\";r=([0-9]+);.*", "$1");
    assertThat(Integer.parseInt(left)).isGreaterThan(900);
  }

  @Test
  void whatIsOfNoShardCountsForTheKey() {
    String bounded = key("{\"requestsPerSecond\":1000}");
    assertThat(as(bounded).get("/v1/shards").header("RateLimit")).matches("\"key\";r=9[0-9]+;t=1");
  }

  @Test
  void theReadsOfAKeyAreBoundedInTheirProcessorTime() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines
          .append("{\"key\":\"k")
          .append(i)
          .append("\",\"value\":{\"n\":")
          .append(i)
          .append("}}\n");
    }
    Response imported =
        as(operator)
            .contentType("application/x-ndjson")
            .body(lines.toString().getBytes(StandardCharsets.UTF_8))
            .post(shard.path("/import"));
    assertThat(imported.jsonPath().getInt("failed")).isZero();
    String scan = "{\"filter\":{\"field\":\"n\",\"operator\":\"lt\",\"value\":0}}";
    String path = shard.inDefault("/query");
    refused(send(key("{\"queryTime\":\"PT0.001S\"}"), "POST", path, scan), 422, "query-too-long");
    assertThat(send(key("{}"), "POST", path, scan).statusCode()).isEqualTo(200);
    Response set =
        send(operator, "PUT", shard.path(""), "{\"quotas\":{\"queryTime\":\"PT0.001S\"}}");
    assertThat(set.statusCode()).isBetween(200, 299);
    refused(send(key("{}"), "POST", path, scan), 422, "query-too-long");
    refused(send(key("{\"queryTime\":\"PT1H\"}"), "POST", path, scan), 422, "query-too-long");
  }
}
