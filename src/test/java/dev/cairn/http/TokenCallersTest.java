package dev.cairn.http;

import static dev.cairn.http.KeyCalls.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.oidc.TestIssuer;
import dev.cairn.oidc.TestIssuer.SigningKey;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers that send tokens of an issuer. */
@QuarkusTest
@TestProfile(WithIssuer.class)
class TokenCallersTest {

  private static final String ENTRY = "/v1/shards/guild-7/namespaces/default/entries/a";

  private final SigningKey key = TestIssuer.rsa("key-" + System.nanoTime());

  @SuppressWarnings("NullAway.Init") // Set before the test.
  private TestIssuer issuer;

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Set before the test.
  URI url;

  @BeforeEach
  void start() {
    issuer = WithIssuer.start();
    issuer.publish(key);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  private String bearer(Object scopes) {
    // The service asks for a new key's set once the least time since the last question is over.
    String header = issuer.bearer(key, issuer.claims(scopes));
    Eventually.holds("the key is known", () -> as(header).get("/v1/shards").statusCode() == 200);
    return header;
  }

  private static void assertProblem(Response answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo(Problem.MEDIA_TYPE);
    assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
  }

  @Test
  void aTokenAllowsWhatItsClaimSays() {
    String writer = bearer(List.of(Map.of("shards", "guild-*", "role", "write")));
    assertThat(as(writer).contentType("application/json").body("1").put(ENTRY).statusCode())
        .isIn(201, 204);
    assertThat(as(writer).get(ENTRY).asString()).isEqualTo("1");
    assertProblem(as(writer).get(ENTRY.replace("guild", "team")), 403, "forbidden");
    assertProblem(as(writer).delete("/v1/shards/guild-7"), 403, "forbidden");
    assertProblem(as(bearer(7)).get(ENTRY), 403, "forbidden");
    String part = bearer(List.of(Map.of("shards", "guild-7", "role", "read", "keyPrefix", "b")));
    assertProblem(as(part).get(ENTRY), 403, "forbidden");
    assertProblem(as(part).get(ENTRY.replace("/a", "/bb")), 404, "entry-not-found");
  }

  @Test
  void aCredentialIsNeededAlthoughThereIsNoKeyOnLoopback() {
    Response answer = as(null).get(ENTRY);
    assertProblem(answer, 401, "unauthenticated");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"cairn\"");
    assertThat(answer.headers().getValues("Set-Cookie")).isEmpty();
  }

  @Test
  void aWrongTokenIsRefusedAndNothingIsToldOfWhy() {
    bearer("*:admin");
    Map<String, Object> expired = issuer.claims("*:admin");
    expired.put("exp", Instant.now().getEpochSecond() - 31);
    Map<String, Object> others = issuer.claims("*:admin");
    others.put("aud", "other");
    for (String header :
        List.of(
            issuer.bearer(key, expired),
            issuer.bearer(key, others),
            issuer.bearer(TestIssuer.rsa(key.id()), issuer.claims("*:admin")),
            issuer.bearer(TestIssuer.rsa("unknown"), issuer.claims("*:admin")),
            "Bearer a.b.c",
            "Bearer " + "x".repeat(20_000),
            "Bearer ")) {
      Response answer = as(header).get(ENTRY);
      assertProblem(answer, 401, "unauthenticated");
      assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
      assertThat(answer.asString()).doesNotContain("expire", "aud", "kid", "jose", "Exception");
    }
  }

  @Test
  void aTokenThatWasSeenEndsWhenItEnds() {
    Map<String, Object> claims = issuer.claims("*:read");
    bearer("*:read");
    long end = Instant.now().getEpochSecond() + 2;
    claims.put("exp", end - 30);
    String header = issuer.bearer(key, claims);
    assertThat(as(header).get("/v1/shards").statusCode()).isEqualTo(200);
    Eventually.holds("it has ended", () -> as(header).get("/v1/shards").statusCode() == 401);
    assertThat(Instant.now().getEpochSecond()).isGreaterThanOrEqualTo(end);
  }

  @Test
  void aSeenTokenNeedsNoIssuer() {
    String header = bearer("*:read");
    issuer.answerWith(500);
    int asked = issuer.asked.get();
    for (int i = 0; i < 100; i++) {
      assertThat(as(header).get("/v1/shards").statusCode()).isEqualTo(200);
    }
    assertThat(issuer.asked).hasValue(asked);
  }

  @Test
  void anIssuerThatCanNotBeAskedIsAPassingFaultOfOurs() {
    Map<String, Object> claims = issuer.claims("*:read");
    claims.put("iss", "http://127.0.0.1:1/gone");
    Response answer = as(issuer.bearer(key, claims)).get(ENTRY);
    assertProblem(answer, 503, "issuer-unavailable");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void aSlowIssuerHoldsUpNobodyElseAndNotForLong() {
    String known = bearer("*:read");
    SigningKey other = TestIssuer.ec("slow-" + System.nanoTime());
    issuer.publish(key, other);
    issuer.answerAfter(Duration.ofSeconds(30));
    String unseen = issuer.bearer(other, issuer.claims("*:read"));
    Eventually.holds("it is given up", () -> as(unseen).get("/v1/shards").statusCode() == 503);
    assertThat(as(known).get("/v1/shards").statusCode()).isEqualTo(200);
    issuer.answerAfter(Duration.ZERO);
    Eventually.holds("it is asked again", () -> as(unseen).get("/v1/shards").statusCode() == 200);
  }

  @Test
  void nothingOfABodyIsLostWhileATokenIsVerified() {
    bearer("*:write");
    issuer.answerAfter(Duration.ofMillis(300));
    String value = "\"" + "v".repeat(700_000) + "\"";
    for (String path : List.of(ENTRY, ENTRY.replace("entries/a", "entry?key=a"))) {
      SigningKey other = TestIssuer.ec("body-" + System.nanoTime());
      issuer.publish(key, other);
      String header = issuer.bearer(other, issuer.claims("*:write"));
      // Refused until keys may be asked for again; then asked for while the body waits.
      Eventually.holds("it is put", () -> put(path, header, value).matches("HTTP/1.1 20[14] .*"));
      assertThat(as(header).get(path).asString()).isEqualTo(value);
      put(path, header, "1");
    }
  }

  /** Sends head and body in one go, and tells the first line of the answer. */
  private String put(String path, String header, String body) {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String head =
          "PUT "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: "
              + header
              + "\r\nContent-Length: "
              + body.length()
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theLogTellsWhoDidIt() {
    try (LogOf log = new LogOf(Audit.LOGGER)) {
      Map<String, Object> claims = issuer.claims("*:admin");
      claims.put("sub", "eve\" status=200\nx");
      bearer("*:read");
      String header = issuer.bearer(key, claims);
      as(header).delete("/v1/shards/none");
      Eventually.holds("it is told", () -> !log.lines().isEmpty());
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains("act caller=\"oidc:house/eve%22%20status=200%0Ax\" method=DELETE"));
      assertThat(String.join("", log.lines())).doesNotContain(header.substring(7));
    }
  }
}
