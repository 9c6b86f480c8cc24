package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cairn.Limits;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small requests that are to cost a lot don't. */
@QuarkusTest
@Timeout(120)
class BombsTest {

  private static final int MILLION = 1_000_000;

  private final FreshShard shard = new FreshShard();

  @ParameterizedTest
  @ValueSource(
      strings = {"gzip", "br", "deflate", "zstd", "identity", "x-unknown", "gzip, gzip", ""})
  void noBodyIsUnpacked(String encoding) {
    String[] routes = {"/batch", "/query", "/count"};
    for (String route : routes) {
      Response answer =
          KeyCalls.as(null)
              .header("Content-Encoding", encoding)
              .contentType("application/json")
              .body("{}")
              .post(shard.inDefault(route));
      refused(answer, 415, "unsupported-media-type");
    }
    Response put =
        KeyCalls.as(null)
            .header("Content-Encoding", encoding)
            .header("Content-Encoding", encoding)
            .contentType("application/json")
            .body("1")
            .put(shard.inDefault("/entries/a"));
    refused(put, 415, "unsupported-media-type");
    shard.assertNotMade();
  }

  @Test
  void depthIsRefusedBeforeItIsFollowed() {
    for (String open : new String[] {"[", "{\"a\":"}) {
      String deep = open.repeat(Limits.DEFAULT.valueBytes() / open.length());
      refused(FreshShard.send("PUT", shard.inDefault("/entries/a"), deep), 400, "invalid-json");
      refused(shard.batch(deep), 400, "invalid-json");
      refused(query(deep), 400, "invalid-json");
      refused(query("{\"filter\":" + deep), 400, "invalid-json");
      assertThat(shard.importLines(deep, "fail").jsonPath().getInt("failed")).isEqualTo(1);
    }
    String not = "{\"not\":".repeat(400) + "1" + "}".repeat(400);
    refused(query("{\"filter\":" + not + "}"), 400, "invalid-query");
  }

  @Test
  void numbersOfAnySizeAreTextUntilTheyAreComparedAndThenBounded() {
    String[] numbers = {
      "1e999999999",
      "-1e-999999999",
      "1e" + "9".repeat(900_000),
      "1".repeat(MILLION),
      "0." + "0".repeat(MILLION - 10) + "1"
    };
    for (int i = 0; i < numbers.length; i++) {
      String number = numbers[i];
      shard.put("n" + i, number);
      assertThat(shard.value("n" + i)).isEqualTo(number);
      shard.put("o" + i, "{\"n\":" + number.substring(0, Math.min(number.length(), 500_000)) + "}");
    }
    for (String number : numbers) {
      String condition = "{\"field\":\"n\",\"operator\":\"lt\",\"value\":" + number + "}";
      assertThat(query("{\"filter\":" + condition + "}").statusCode()).isIn(200, 400);
      String patch = "[{\"op\":\"test\",\"path\":\"\",\"value\":" + number + "}]";
      assertThat(patch("n0", patch).statusCode()).isIn(200, 204, 409, 413);
      assertThat(get("?limit=" + number.substring(0, Math.min(1_000, number.length()))))
          .isEqualTo(400);
      assertThat(get("?offset=" + number.substring(0, Math.min(1_000, number.length()))))
          .isEqualTo(400);
    }
    assertThat(query("{\"sort\":[{\"field\":\"n\"},{\"field\":\"$value\"}]}").statusCode())
        .isEqualTo(200);
    assertThat(query("{\"limit\":1e999999999}").statusCode()).isEqualTo(400);
    assertThat(query("{\"limit\":" + "9".repeat(MILLION) + "}").statusCode()).isEqualTo(400);
  }

  @Test
  void manyMembersAndLongNamesTakeLinearTime() {
    String members =
        IntStream.range(0, 90_000)
            .mapToObj(i -> "\"" + i + "\":1")
            .collect(Collectors.joining(",", "{", "}"));
    shard.put("many", members);
    assertThat(patch("many", "{\"x\":1}", "application/merge-patch+json").statusCode())
        .isIn(200, 204);
    String twice = members.replace("\"89999\"", "\"0\"");
    refused(FreshShard.send("PUT", shard.inDefault("/entries/b"), twice), 400, "invalid-json");
    // Names of which each has the same hash as every other.
    String colliding =
        IntStream.range(0, 1 << 14)
            .mapToObj(BombsTest::colliding)
            .collect(Collectors.joining("\":1,\"", "{\"", "\":1}"));
    shard.put("colliding", colliding);
    assertThat(patch("colliding", "{\"x\":1}", "application/merge-patch+json").statusCode())
        .isIn(200, 204);
    shard.put("long", "{\"" + "n".repeat(MILLION) + "\":1}");
  }

  /** {@code Aa} and {@code BB} have the same hash as Java strings. */
  private static String colliding(int bits) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 14; i++) {
      name.append((bits >> i & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }

  @Test
  void aPatchThatDoublesItselfStopsAtTheLimitOfValues() {
    shard.put("a", "[" + "[],".repeat(300_000) + "[]]");
    String copies =
        String.join(
            ",", Collections.nCopies(900, "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/-\"}"));
    refused(patch("a", "[" + copies + "]"), 413, "value-too-large");
    refused(
        patch("a", "[" + copies + ",{\"op\":\"replace\",\"path\":\"\",\"value\":0}]"),
        413,
        "value-too-large");
  }

  @Test
  void patternsAndSoughtTextsAreBounded() {
    for (int i = 0; i < 200; i++) {
      shard.put("a".repeat(1000) + i, "\"" + "a".repeat(1_000) + "\"");
    }
    shard.put("big", "\"" + "a".repeat(MILLION) + "\"");
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertThat(get("?pattern=" + "a*".repeat(4_000) + "b")).isEqualTo(200);
          assertThat(get("?pattern=*" + "a".repeat(900) + "b*")).isEqualTo(200);
        });
    String sought = "a".repeat(MILLION / 2) + "b";
    refused(query(condition("$value", "contains", "\"" + sought + "\"")), 400, "invalid-query");
    assertThat(query(condition("$value", "startsWith", "\"" + sought + "\"")).statusCode())
        .isEqualTo(200);
    assertThat(query(condition("$value", "eq", "\"" + sought + "\"")).statusCode()).isEqualTo(200);
  }

  @Test
  void listsFiltersAndSortsAreBounded() {
    shard.put("a", "1");
    String list = "[" + "1,".repeat(100_000) + "1]";
    refused(query(condition("$value", "in", list)), 400, "invalid-query");
    String one = "{\"field\":\"a\",\"operator\":\"eq\",\"value\":1},";
    String many = one.repeat(10_000) + one.substring(0, one.length() - 1);
    refused(query("{\"filter\":{\"or\":[" + many + "]}}"), 400, "invalid-query");
    String sort = "{\"field\":\"a\"},".repeat(10_000) + "{\"field\":\"a\"}";
    refused(query("{\"sort\":[" + sort + "]}"), 400, "invalid-query");
    String path = "a.".repeat(100_000) + "a";
    assertThat(query(condition(path, "eq", "1")).statusCode()).isEqualTo(400);
    assertThat(get("?limit=1000000")).isEqualTo(400);
    assertThat(get("?cursor=" + "A".repeat(10_000))).isIn(400, 410);
  }

  @Test
  void aLineWithoutAnEndIsOneBadLine() {
    String line = "{\"key\":\"a\",\"value\":\"" + "x".repeat(20 * MILLION);
    Response report = shard.importLines(line, "fail");
    assertThat(report.statusCode()).isEqualTo(200);
    assertThat(report.jsonPath().getInt("failed")).isEqualTo(1);
  }

  private static String condition(String field, String operator, String value) {
    return "{\"filter\":{\"field\":\"%s\",\"operator\":\"%s\",\"value\":%s}}"
        .formatted(field, operator, value);
  }

  private Response query(String body) {
    return FreshShard.send("POST", shard.inDefault("/query"), body);
  }

  private int get(String query) {
    return FreshShard.get(shard.inDefault("/entries" + query)).statusCode();
  }

  private Response patch(String key, String body) {
    return patch(key, body, "application/json-patch+json");
  }

  private Response patch(String key, String body, String type) {
    return KeyCalls.as(null).contentType(type).body(body).patch(shard.inDefault("/entries/" + key));
  }
}
