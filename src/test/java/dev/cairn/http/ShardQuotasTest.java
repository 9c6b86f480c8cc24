package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bounds of a shard are set with its settings and shown with its status. */
@QuarkusTest
class ShardQuotasTest {

  /** What holds where nothing is set. */
  private static final String DEFAULT = "{queryTime=PT30S}";

  private final FreshShard shard = new FreshShard();

  private Response put(String settings) {
    return FreshShard.send("PUT", shard.path(""), settings);
  }

  private String shown() {
    Map<Object, Object> quotas = FreshShard.get(shard.path("")).jsonPath().getMap("quotas");
    return quotas.toString();
  }

  @Test
  void theyAreSetAsAWholeAndStayUntilTheyAreSetAgain() {
    put("");
    assertThat(shown()).isEqualTo(DEFAULT);
    put(
        """
        {"quotas":{"bytes":1000000,"entries":10,"requestsPerSecond":1000,"concurrentReads":3,\
        "queryTime":"PT2S","streams":4}}""");
    String all =
        "{bytes=1000000, entries=10, requestsPerSecond=1000, concurrentReads=3, queryTime=PT2S,"
            + " streams=4}";
    assertThat(shown()).isEqualTo(all);
    put("");
    put("{\"durability\":\"full\"}");
    assertThat(shown()).isEqualTo(all);
    put("{\"quotas\":{\"entries\":2}}");
    assertThat(shown()).isEqualTo("{entries=2, queryTime=PT30S}");
    put("{\"quotas\":{}}");
    assertThat(shown()).isEqualTo(DEFAULT);
  }

  @Test
  void entriesBeyondTheBoundAreRefusedAsAFullShard() {
    assertThat(put("{\"quotas\":{\"entries\":1}}").statusCode()).isEqualTo(201);
    shard.put("a", "1");
    Response refusal = FreshShard.send("PUT", shard.inDefault("/entries/b"), "1");
    refused(refusal, 507, "shard-full");
    shard.put("a", "2");
    assertThat(put("{\"quotas\":{\"entries\":2}}").statusCode()).isBetween(200, 299);
    shard.put("b", "1");
  }

  @Test
  void whatCanBeNoQuotaIsRefusedWithItsPlaceAndNothingIsSet() {
    Response refusal =
        put(
            """
            {"durability":"x","quotas":{"bytes":-1,"entries":1.5,"requestsPerSecond":1e300,\
            "concurrentReads":true,"queryTime":"PT0S","streams":"1","more":1}}""");
    refused(refusal, 400, "invalid-body");
    assertThat(refusal.jsonPath().getList("errors.pointer", String.class))
        .containsExactlyInAnyOrder(
            "/durability",
            "/quotas/bytes",
            "/quotas/entries",
            "/quotas/requestsPerSecond",
            "/quotas/concurrentReads",
            "/quotas/queryTime",
            "/quotas/streams",
            "/quotas/more");
    refused(put("{\"quotas\":null}"), 400, "invalid-body");
    refused(put("{\"quotas\":{\"queryTime\":null}}"), 400, "invalid-body");
    refused(put("{\"quotas\":{\"queryTime\":\"P99999999999999999D\"}}"), 400, "invalid-body");
    shard.assertNotMade();
  }
}
