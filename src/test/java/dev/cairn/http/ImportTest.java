package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Imports: each line whole or not at all. */
@QuarkusTest
class ImportTest {

  private final FreshShard shard = new FreshShard();

  @Test
  void linesOfEveryKindAreTaken() {
    Response answer =
        shard.importLines(
            """
            {"format":"cairn-export/1","shard":"x","revision":9,"exported":"2026-01-02T03:04:05.678Z"}
            {"namespace":"n","metadata":{"o": 1}}
            {"namespace":"n","key":"a","version":7,"created":"2020-01-02T03:04:05.678Z","updated":"2020-01-02T03:04:05.678Z","value":{"v": 1.10},"metadata":{"m":1}}

            {"key":"\\u0000/..😀","value":null}
            {"end":true,"entries":2}
            """,
            "fail");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("Cairn-Revision")).isEqualTo("1");
    assertThat(answer.asString())
        .isEqualTo(
            "{\"lines\":6,\"created\":2,\"replaced\":0,\"skipped\":0,\"failed\":0,\"errors\":[]}");
    assertThat(FreshShard.get(shard.path("/namespaces/n/entries/a")).asString())
        .isEqualTo("{\"v\": 1.10}");
    assertThat(FreshShard.get(shard.path("/namespaces/n")).jsonPath().getInt("metadata.o"))
        .isEqualTo(1);
    assertThat(FreshShard.get(shard.inDefault("/entry?key=%00%2F..%F0%9F%98%80")).asString())
        .isEqualTo("null");
  }

  @Test
  void conflictsFailOrAreSkippedOrReplace() {
    shard.put("a", "0");
    String lines = "{\"key\":\"a\",\"value\":1}\n{\"key\":\"b\",\"value\":1}\n";

    JsonPath failed = shard.importLines(lines, "fail").jsonPath();
    assertThat(failed.getInt("created")).isEqualTo(1);
    assertThat(failed.getInt("failed")).isEqualTo(1);
    assertThat(failed.getList("errors.line")).containsExactly(1);
    assertThat(failed.getList("errors.code")).containsExactly("precondition-failed");
    assertThat(shard.value("a")).isEqualTo("0");

    JsonPath skipped = shard.importLines(lines, "skip").jsonPath();
    assertThat(skipped.getInt("skipped")).isEqualTo(2);
    assertThat(skipped.getInt("failed")).isZero();
    assertThat(shard.value("a")).isEqualTo("0");

    JsonPath replaced = shard.importLines(lines, "replace").jsonPath();
    assertThat(replaced.getInt("replaced")).isEqualTo(2);
    assertThat(shard.value("a")).isEqualTo("1");
  }

  @Test
  void everyBadLineIsToldWithItsNumberAndTheOthersAreApplied() {
    String large = "\"" + "x".repeat(1024 * 1024) + "\"";
    JsonPath report =
        shard
            .importLines(
                String.join(
                    "\n",
                    "{\"key\":\"a\",\"value\":1}",
                    "{\"key\":\"\",\"value\":1}",
                    "{\"key\":\"b\"}",
                    "{\"key\":\"c\",\"value\":1,\"more\":1}",
                    "7",
                    "{\"key\":\"d\",\"value\":" + large + "}",
                    "{\"key\":\"e\",\"value\":1,\"metadata\":[]}",
                    "{\"key\":\"f\",\"value\":1,\"entries\":1}",
                    "{\"key\":\"g\",\"value\":\"" + "x".repeat(1_100_000) + "\"}",
                    "{\"key\":\"h\",\"namespace\":\"..\",\"value\":1}",
                    "{\"key\":\"z\",\"value\":1}"),
                "fail")
            .jsonPath();
    assertThat(report.getInt("lines")).isEqualTo(11);
    assertThat(report.getInt("created")).isEqualTo(2);
    assertThat(report.getInt("failed")).isEqualTo(9);
    assertThat(report.getList("errors.line")).containsExactly(2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(report.getList("errors.code"))
        .containsExactly(
            "invalid-key",
            "invalid-body",
            "invalid-body",
            "invalid-body",
            "value-too-large",
            "invalid-body",
            "invalid-body",
            "value-too-large",
            "invalid-namespace");
    assertThat(report.getString("errors[1].detail")).contains("/value is missing");
    assertThat(shard.value("z")).isEqualTo("1");
    assertThat(shard.value("b")).isEqualTo("404");
  }

  @Test
  void halfALineAtTheEndIsNotApplied() {
    String whole = "{\"key\":\"a\",\"value\":1}\r\n{\"key\":\"b\",\"value\":2}";
    for (int cut = whole.indexOf('\n') + 2; cut < whole.length(); cut++) {
      FreshShard fresh = new FreshShard();
      JsonPath report = fresh.importLines(whole.substring(0, cut), "fail").jsonPath();
      assertThat(report.getInt("created")).as("cut at " + cut).isEqualTo(1);
      assertThat(report.getList("errors.line")).containsExactly(2);
      assertThat(report.getList("errors.code")).containsExactly("invalid-json");
      assertThat(fresh.value("b")).isEqualTo("404");
    }
    assertThat(shard.importLines(whole, "fail").jsonPath().getInt("created")).isEqualTo(2);
  }

  @Test
  void onlyTheFirstHundredErrorsAreTold() {
    String lines = String.join("\n", Collections.nCopies(150, "7"));
    JsonPath report = shard.importLines(lines, "fail").jsonPath();
    assertThat(report.getInt("failed")).isEqualTo(150);
    assertThat(report.getList("errors")).hasSize(100);
    assertThat(report.getBoolean("moreErrors")).isTrue();
    shard.assertNotMade();
  }

  @Test
  void anUnknownFormatStopsTheImportAndSaysWhereToGoOn() {
    JsonPath problem =
        refused(
                shard.importLines(
                    """
                    {"key":"a","value":1}
                    {"format":"other/2"}
                    {"key":"b","value":1}
                    """,
                    "fail"),
                400,
                "invalid-body")
            .jsonPath();
    assertThat(problem.getInt("resumeFrom")).isEqualTo(2);
    assertThat(problem.getInt("created")).isEqualTo(1);
    assertThat(problem.getString("detail")).contains("stopped before line 2");
    assertThat(shard.value("a")).isEqualTo("1");
    assertThat(shard.value("b")).isEqualTo("404");
  }

  @Test
  void aBodyThatGrowsTooLargeStopsTheImportAndSaysWhereToGoOn() throws Exception {
    String value = "\"" + "x".repeat(1024 * 1024 - 2) + "\"";
    String lines =
        IntStream.range(0, 33)
            .mapToObj(i -> "{\"key\":\"k" + i + "\",\"value\":" + value + "}\n")
            .collect(Collectors.joining());
    byte[] body = lines.getBytes(StandardCharsets.UTF_8);
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create(
                          RestAssured.baseURI + ":" + RestAssured.port + shard.path("/import")))
                  .header("Content-Type", "application/x-ndjson")
                  .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
      JsonPath problem = JsonPath.from(answer.body());
      assertThat(problem.getString("code")).isEqualTo("body-too-large");
      int resumeFrom = problem.getInt("resumeFrom");
      assertThat(resumeFrom).isBetween(31, 33);
      assertThat(problem.getInt("created")).isEqualTo(resumeFrom - 1);
      assertThat(FreshShard.get(shard.path("")).jsonPath().getInt("entries"))
          .isEqualTo(resumeFrom - 1);
    }
  }

  @Test
  void emptyInputIsAnImportOfNothing() {
    JsonPath report = shard.importLines("\n \r\n", "fail").jsonPath();
    assertThat(report.getInt("lines")).isEqualTo(2);
    assertThat(report.getInt("created")).isZero();
    shard.assertNotMade();
  }

  @Test
  void whatCantBeUsedIsRefused() {
    String line = "{\"key\":\"a\",\"value\":1}";
    Response parameter = refused(shard.importLines(line, "merge"), 400, "invalid-parameter");
    assertThat(parameter.jsonPath().getList("errors.pointer")).containsExactly("onConflict");
    refused(FreshShard.send("POST", shard.path("/import"), line), 415, "unsupported-media-type");
    refused(FreshShard.get(shard.path("/import")), 405, "method-not-allowed");
    shard.assertNotMade();
  }
}
