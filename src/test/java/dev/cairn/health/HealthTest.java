package dev.cairn.health;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the management port says, and that the public port does not say it. */
@QuarkusTest
class HealthTest {

  /** Set by the test framework before each test. */
  @SuppressWarnings("NullAway.Init")
  @TestHTTPResource(management = true)
  URI management;

  private String managed(String path) {
    return management.resolve("/q" + path).toString();
  }

  private static void put(String shard, String key) {
    given()
        .contentType("application/json")
        .body("1")
        .put("/v1/shards/" + shard + "/namespaces/default/entries/" + key)
        .then()
        .statusCode(201);
  }

  @Test
  void everyCheckIsUpAndHasData() {
    for (String path : new String[] {"/health", "/health/ready"}) {
      given()
          .get(managed(path))
          .then()
          .statusCode(200)
          .body("status", equalTo("UP"))
          .body("checks.name", hasItems("serving", "shards", "data", "backup"))
          .body("checks.find { it.name == 'serving' }.data.phase", equalTo("serving"))
          .body("checks.find { it.name == 'shards' }.data.quarantined", equalTo(0))
          .body("checks.find { it.name == 'data' }.data.freeBytes", notNullValue());
    }
  }

  @Test
  void startAndLifeAreToldWithoutALookAtAnythingOutside() {
    given()
        .get(managed("/health/started"))
        .then()
        .statusCode(200)
        .body("checks.name", contains("start"))
        .body("checks.data.since", hasSize(1));
    given()
        .get(managed("/health/live"))
        .then()
        .statusCode(200)
        .body("checks.name", contains("process"));
  }

  @Test
  void readinessCountsTheShards() {
    put("health-counted", "a");
    given()
        .get(managed("/health/ready"))
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'shards' }.data.shards", greaterThanOrEqualTo(1))
        .body("checks.find { it.name == 'shards' }.data.open", greaterThanOrEqualTo(1));
  }

  @Test
  void neitherHealthNorMetricsAreOnThePublicPort() {
    given().get("/q/health").then().statusCode(404);
    given().get("/q/health/ready").then().statusCode(404);
    given().get("/q/metrics").then().statusCode(404);
  }

  @Test
  void theDescriptionIsNotOnTheManagementPort() {
    given().get(managed("/openapi")).then().statusCode(404);
  }

  @Test
  void aWriteShowsInTheFiguresOfTheWriterAndTheRegistry() {
    String before = metrics();
    put("health-written", "a");
    String after = metrics();

    assertThat(value(after, "cairn_writer_group_size_count"))
        .isGreaterThan(value(before, "cairn_writer_group_size_count"));
    assertThat(value(after, "cairn_writer_commit_seconds_count"))
        .isGreaterThan(value(before, "cairn_writer_commit_seconds_count"));
    assertThat(value(after, "cairn_shards")).isGreaterThan(value(before, "cairn_shards"));
    assertThat(value(after, "cairn_shards_open")).isPositive();
    assertThat(value(after, "cairn_wal_bytes")).isPositive();
    assertThat(value(after, "cairn_shards_open_cap")).isEqualTo(256);
    assertThat(value(after, "cairn_writer_queue_depth")).isZero();
    assertThat(value(after, "cairn_writer_queue_full_total")).isZero();
    assertThat(value(after, "cairn_shards_quarantined")).isZero();
    assertThat(value(after, "cairn_shards_evictions_total")).isNotNegative();
  }

  @Test
  void anOpenedShardIsCounted() {
    put("health-opened", "a");
    assertThat(value(metrics(), "cairn_shards_opens_total")).isPositive();
  }

  @Test
  void requestsAreToldByTemplateSoThatKeysNeverMultiplyTheFigures() {
    put("health-told", "a-key-that-no-metric-may-name");
    given().get("/v1/shards/health-told/namespaces/default/entries/a-key-that-no-metric-may-name");
    given().get("/v1/shards/health-told/namespaces/default/entries/a-missing-key-to-be-hidden");
    given().get("/v1/no-such-route-to-be-hidden");
    given().get("/v1/shards/health-told/namespaces/default/entries/bad-segment-to-be-hidden//");
    given().delete("/v1/status?bad-parameter-to-be-hidden=1");

    assertThat(metrics())
        .contains("http_server_requests_seconds_count")
        .contains("/v1/shards/{shard}/namespaces/{namespace}/entries/{key")
        .contains("REFUSED")
        .doesNotContain("a-key-that-no-metric-may-name")
        .doesNotContain("to-be-hidden")
        .doesNotContain("health-told");
  }

  private String metrics() {
    return given().get(managed("/metrics")).then().statusCode(200).extract().asString();
  }

  private static double value(String metrics, String name) {
    Matcher line =
        Pattern.compile("^" + name + "(?:\\{[^}]*})? (\\S+)$", Pattern.MULTILINE).matcher(metrics);
    assertThat(line.find()).as(name + " in\n" + metrics).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
