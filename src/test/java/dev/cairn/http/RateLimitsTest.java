package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shard has so many requests a second, and its clients are told how they stand. */
@QuarkusTest
class RateLimitsTest {

  private static final int MOST_TRIES = 200;

  /** Less than how late refusals are for those that flood. */
  private static final long LATE_MILLIS = 950;

  private final FreshShard shard = new FreshShard();

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Set before the test.
  URI service;

  private void bound(String quotas) {
    Response set = FreshShard.send("PUT", shard.path(""), "{\"quotas\":" + quotas + "}");
    assertThat(set.statusCode()).as(set.asString()).isBetween(200, 299);
  }

  /** Sends it until it is refused: a slow machine may need many for one a second. */
  private static Response untilRefused(Supplier<Response> call) {
    for (int i = 0; i < MOST_TRIES; i++) {
      Response answer = call.get();
      if (answer.statusCode() == 429) {
        return answer;
      }
    }
    throw new AssertionError("Not refused in " + MOST_TRIES + " requests");
  }

  @Test
  void whatIsTooMuchIsRefusedUntilAsLongAsTheAnswerSays() throws Exception {
    shard.put("a", "1");
    bound("{\"requestsPerSecond\":1}");
    Response refusal = untilRefused(() -> FreshShard.get(shard.inDefault("/entries/a")));
    refused(refusal, 429, "rate-limited");
    assertThat(refusal.header("RateLimit-Policy")).isEqualTo("\"shard\";q=1;w=1");
    assertThat(refusal.header("RateLimit")).isEqualTo("\"shard\";r=0;t=1");
    assertThat(refusal.header("Retry-After")).matches("[1-9][0-9]*");
    TimeUnit.SECONDS.sleep(Long.parseLong(refusal.header("Retry-After")));
    assertThat(shard.value("a")).isEqualTo("1");
  }

  @Test
  void whoDoesNotWaitWhenToldToIsAnsweredLater() {
    bound("{\"requestsPerSecond\":1}");
    untilRefused(() -> FreshShard.get(shard.inDefault("/entries/a")));
    long longest = 0;
    for (int i = 0; i < MOST_TRIES && longest < LATE_MILLIS; i++) {
      Response answer = FreshShard.get(shard.inDefault("/entries/a"));
      longest = answer.statusCode() == 429 ? Math.max(longest, answer.time()) : longest;
    }
    assertThat(longest).isGreaterThanOrEqualTo(LATE_MILLIS);
  }

  @Test
  void oneShardsBoundIsNotAnothers() {
    bound("{\"requestsPerSecond\":1}");
    untilRefused(() -> FreshShard.get(shard.inDefault("/entries/a")));
    FreshShard other = new FreshShard();
    other.put("a", "1");
    Response answer = FreshShard.get(other.inDefault("/entries/a"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().hasHeaderWithName("RateLimit")).isFalse();
    assertThat(answer.headers().hasHeaderWithName("RateLimit-Policy")).isFalse();
  }

  @Test
  void aBoundThatChangesHoldsForTheNextRequest() {
    shard.put("a", "1");
    bound("{\"requestsPerSecond\":1000000}");
    assertThat(FreshShard.get(shard.inDefault("/entries/a")).header("RateLimit-Policy"))
        .isEqualTo("\"shard\";q=1000000;w=1");
    bound("{\"requestsPerSecond\":1}");
    untilRefused(() -> FreshShard.get(shard.inDefault("/entries/a")));
    // Setting it counts as well, so it is asked for until it is let through.
    Response lifted;
    do {
      lifted = FreshShard.send("PUT", shard.path(""), "{\"quotas\":{}}");
    } while (lifted.statusCode() == 429);
    Response answer = FreshShard.get(shard.inDefault("/entries/a"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().hasHeaderWithName("RateLimit")).isFalse();
  }

  /** Straight from the gate and by way of a resource, found, not found, refused and bad alike. */
  @ParameterizedTest
  @CsvSource({
    "GET, /namespaces/default/entries/a, 200",
    "HEAD, /namespaces/default/entries/a, 200",
    "GET, /namespaces/default/entries/none, 404",
    "HEAD, /namespaces/default/entries/none, 404",
    "GET, /namespaces/default/entries/a?include=metadata, 200",
    "GET, /namespaces/default/entry?key=a, 200",
    "GET, /namespaces/default/entries, 200",
    "GET, /namespaces/default/entries?limit=x, 400",
    "GET, /namespaces/default/entries?wrong=x, 400",
    "GET, /namespaces, 200",
    "GET, /export, 200",
    "GET, '', 200",
    "PUT, /namespaces/default/entries/b, 201",
    "PUT, /namespaces/default/entries/a, 204",
    "PUT, /namespaces/$/entries/a, 400",
    "DELETE, /namespaces/default/entries/a, 204",
    "POST, /namespaces/default/query, 200",
    "POST, /namespaces/default/count, 200",
    "POST, /namespaces/default/batch, 400",
    "POST, /import, 415",
  })
  void everyAnswerTellsHowTheyStand(String method, String path, int status) {
    shard.put("a", "1");
    bound("{\"requestsPerSecond\":1000}");
    Response answer = FreshShard.send(method, shard.path(path), method.startsWith("P") ? "{}" : "");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.headers().getValues("RateLimit-Policy"))
        .containsExactly("\"shard\";q=1000;w=1");
    assertThat(answer.headers().getValues("RateLimit")).hasSize(1);
    assertThat(answer.header("RateLimit")).matches("\"shard\";r=9[0-9][0-9];t=1");
  }

  @Test
  void aBodyIsNotWaitedForBeforeTheRefusal() throws Exception {
    bound("{\"requestsPerSecond\":1}");
    String head =
        "PUT "
            + shard.inDefault("/entries/a")
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000000\r\n\r\n";
    untilRefused(() -> FreshShard.get(shard.inDefault("/entries/a")));
    try (WireCall _ = new WireCall(service, head);
        WireCall second = new WireCall(service, head)) {
      // Two in one second are one too many, whichever came first after the refusal above.
      assertThat(second.status()).isEqualTo(429);
    }
  }
}
