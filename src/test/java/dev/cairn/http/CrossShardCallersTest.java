package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static dev.cairn.http.KeyCalls.bearer;
import static dev.cairn.http.KeyCalls.narrow;
import static dev.cairn.http.KeyCalls.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of several shards each caller is answered for theirs, within the quotas of key and shards. */
@QuarkusTest
@TestProfile(WithKeys.class)
class CrossShardCallersTest {

  private final String prefix = "x-" + UUID.randomUUID() + "-";

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Keys keys;

  @SuppressWarnings("NullAway.Init") // Set before the test.
  private String operator;

  @BeforeEach
  void fill() {
    operator = bearer(keys, "*", Role.ADMIN);
    for (String shard : List.of("a", "b", "c")) {
      for (String namespace : List.of("default", "other")) {
        String path = "/v1/shards/" + prefix + shard + "/namespaces/" + namespace + "/entries/k";
        assertThat(send(operator, "PUT", path, "1").statusCode()).isEqualTo(201);
      }
    }
  }

  private Response count(String caller, String more) {
    return send(caller, "POST", "/v1/count", "{" + more + "}");
  }

  private String prefixed() {
    return "\"prefix\":\"" + prefix + "\"";
  }

  @Test
  void aPrefixNamesWhatTheCallerMayRead() {
    String all = bearer(keys, prefix + "*", Role.READ);
    String one = bearer(keys, prefix + "b", Role.READ);
    String none = bearer(keys, "elsewhere", Role.ADMIN);
    String part = narrow(keys, prefix + "*", Set.of("other"), null);
    String keysOnly = narrow(keys, prefix + "*", Set.of("other"), "k");

    assertThat(told(count(all, prefixed()))).isEqualTo("3 of 3");
    assertThat(told(count(one, prefixed()))).isEqualTo("1 of 1");
    assertThat(told(count(none, prefixed()))).isEqualTo("0 of 0");
    assertThat(told(count(part, prefixed()))).isEqualTo("0 of 0");
    assertThat(told(count(part, prefixed() + ",\"namespace\":\"other\""))).isEqualTo("3 of 3");
    assertThat(told(count(keysOnly, prefixed() + ",\"namespace\":\"other\""))).isEqualTo("0 of 0");
  }

  private static String told(Response count) {
    assertThat(count.jsonPath().getList("failures")).as(count.asString()).isEmpty();
    return count.jsonPath().getInt("count") + " of " + count.jsonPath().getInt("shards");
  }

  @Test
  void whatIsNamedAndNotAllowedIsAFailureWhetherItIsThereOrNot() {
    String one = bearer(keys, prefix + "b", Role.READ);
    String named = "\"shards\":[\"%1$sa\",\"%1$sb\",\"%1$sgone\"]".formatted(prefix);

    Response count = count(one, named);

    assertThat(count.jsonPath().getInt("count")).isEqualTo(1);
    assertThat(count.jsonPath().getList("failures.code")).containsExactly("forbidden", "forbidden");
    List<@Nullable String> details = count.jsonPath().getList("failures.detail");
    assertThat(details.getFirst()).isEqualTo(details.getLast());
  }

  @Test
  void theRateOfAShardHoldsForItsPart() {
    quotas("a", "{\"requestsPerSecond\":1}");
    int refused = 0;
    for (int i = 0; i < 20 && refused == 0; i++) {
      Response count = count(operator, prefixed());
      List<String> codes = count.jsonPath().getList("failures.code");
      if (!codes.isEmpty()) {
        assertThat(codes).containsExactly("rate-limited");
        assertThat(count.jsonPath().getInt("count")).isEqualTo(2);
        refused++;
      }
    }
    assertThat(refused).isEqualTo(1);
  }

  private void quotas(String shard, String quotas) {
    String path = "/v1/shards/" + prefix + shard;
    assertThat(send(operator, "PUT", path, "{\"quotas\":" + quotas + "}").statusCode())
        .isBetween(200, 299);
  }

  private void fillMuch(String shard) {
    StringBuilder batch = new StringBuilder("{\"operations\":[");
    for (int i = 0; i < 1000; i++) {
      String value = "x".repeat(200);
      batch.append(i == 0 ? "" : ",");
      batch.append("{\"op\":\"put\",\"key\":\"m%d\",\"value\":\"%s\"}".formatted(i, value));
    }
    String path = "/v1/shards/" + prefix + shard + "/namespaces/default/batch";
    assertThat(send(operator, "POST", path, batch.append("]}").toString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void theTimeOfAShardHoldsForItsPartAndThatOfAKeyForTheWhole() {
    String scan =
        ",\"filter\":{\"field\":\"$value\",\"operator\":\"contains\",\"value\":\"%s\"}"
            .formatted("x".repeat(100) + "y");
    fillMuch("a");
    fillMuch("b");
    quotas("a", "{\"queryTime\":\"PT0.001S\"}");
    Response count = count(operator, prefixed() + scan);
    assertThat(count.jsonPath().getList("failures.code")).containsExactly("query-too-long");
    assertThat(count.jsonPath().getInt("shards")).isEqualTo(2);

    fillMuch("c");
    String made =
        send(
                operator,
                "POST",
                "/v1/keys",
                "{\"name\":\"k\",\"scopes\":[{\"shards\":\"*\",\"role\":\"read\"}],"
                    + "\"quotas\":{\"queryTime\":\"PT0.001S\"}}")
            .jsonPath()
            .getString("key");
    refused(count("Bearer " + made, prefixed() + scan), 422, "query-too-long");
  }

  @Test
  void theReadsOfAKeyAreCountedOnce() {
    String made =
        send(
                operator,
                "POST",
                "/v1/keys",
                "{\"name\":\"k\",\"scopes\":[{\"shards\":\"*\",\"role\":\"read\"}],"
                    + "\"quotas\":{\"concurrentReads\":1}}")
            .jsonPath()
            .getString("key");
    for (int i = 0; i < 3; i++) {
      assertThat(told(count("Bearer " + made, prefixed()))).isEqualTo("3 of 3");
    }
  }
}
