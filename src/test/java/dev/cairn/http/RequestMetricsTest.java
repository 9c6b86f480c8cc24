package dev.cairn.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** How requests of every kind are counted: by what the API knows, not by what clients make up. */
@QuarkusTest
class RequestMetricsTest {

  private static final String ENTRY = "/v1/shards/{shard}/namespaces/{namespace}/entries/{key}";

  @Inject MeterRegistry registry;

  @Inject Vertx vertx;

  /** Set by the test framework before each test. */
  @SuppressWarnings("NullAway.Init")
  @TestHTTPResource
  URI service;

  private long count(String method, String template, String status) {
    return registry
        .find("http.server.requests")
        .tags("method", method, "uri", template, "status", status)
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  /** Requests are counted when their answer has been sent, which may be seen a moment earlier. */
  private void awaitCount(long expected, String method, String template, String status) {
    Eventually.holds(
        expected + " of " + method + " " + template + " answered " + status,
        () -> count(method, template, status) == expected);
  }

  @Test
  void anEntryIsCountedByItsTemplateWhetherItIsThereOrNot() {
    long made = count("PUT", ENTRY, "201");
    long found = count("GET", ENTRY, "200");
    long missing = count("GET", ENTRY, "404");
    String path = "/v1/shards/request-metrics/namespaces/default/entries/";

    given().contentType("application/json").body("1").put(path + "there").then().statusCode(201);
    given().get(path + "there").then().statusCode(200);
    given().get(path + "not-there").then().statusCode(404);

    awaitCount(made + 1, "PUT", ENTRY, "201");
    awaitCount(found + 1, "GET", ENTRY, "200");
    awaitCount(missing + 1, "GET", ENTRY, "404");
  }

  @Test
  void resourcesOptionsAndDocumentsAreCountedOnce() {
    long status = count("GET", "/v1/status", "200");
    long options = count("OPTIONS", "/v1/status", "204");
    long document = count("GET", RequestMetrics.DOCUMENT, "200");

    given().get("/v1/status").then().statusCode(200);
    given().options("/v1/status").then().statusCode(204);
    given().get("/q/openapi").then().statusCode(200);

    awaitCount(status + 1, "GET", "/v1/status", "200");
    awaitCount(options + 1, "OPTIONS", "/v1/status", "204");
    awaitCount(document + 1, "GET", RequestMetrics.DOCUMENT, "200");
  }

  @Test
  void whatIsRefusedIsCountedByItsPlaceOrAsRefused() {
    long notAllowed = count("DELETE", "/v1/status", "405");
    long nothing = count("GET", RequestMetrics.REFUSED, "404");

    given().delete("/v1/status").then().statusCode(405);
    given().get("/v1/no/such/route").then().statusCode(404);

    awaitCount(notAllowed + 1, "DELETE", "/v1/status", "405");
    awaitCount(nothing + 1, "GET", RequestMetrics.REFUSED, "404");
  }

  @Test
  void methodsThatAClientMadeUpShareOneName() {
    long before = count("OTHER", "/v1/status", "405");

    given().request("MADEUP", "/v1/status").then().statusCode(405);
    given().request("MADEUPTOO", "/v1/status").then().statusCode(405);

    awaitCount(before + 2, "OTHER", "/v1/status", "405");
    assertThat(registry.find("http.server.requests").tag("method", "MADEUP").timers()).isEmpty();
  }

  @Test
  void aConnectionThatBreaksOffBeforeTheAnswerIsCountedAsReset() throws IOException {
    long before = count("PUT", ENTRY, "RESET");

    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      String head =
          """
          PUT /v1/shards/request-metrics/namespaces/default/entries/half HTTP/1.1
          Host: localhost
          Content-Type: application/json
          Content-Length: 1000

          "half\
          """;
      socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(US_ASCII));
    }

    awaitCount(before + 1, "PUT", ENTRY, "RESET");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theSystemsOwnTransportIsInUse() {
    assertThat(vertx.isNativeTransportEnabled()).isTrue();
  }
}
