package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Limits;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Bodies at their limits and beyond. */
@QuarkusTest
class BodyBoundsTest {

  private final FreshShard shard = new FreshShard();

  @Test
  void aBatchHasAtMostAThousandMembers() {
    String get = "{\"op\":\"delete\",\"key\":\"a\"}";
    int most = Limits.DEFAULT.batchMembers();
    String members = String.join(",", Collections.nCopies(most, get));
    assertThat(shard.batch("{\"operations\":[" + members + "]}").statusCode()).isEqualTo(200);
    assertThat(shard.transact("{\"operations\":[" + members + "]}").statusCode()).isEqualTo(200);

    String more = "[" + members + "," + get + "]";
    refused(shard.batch("{\"operations\":" + more + "}"), 413, "batch-too-large");
    refused(shard.batch("{\"atomic\":true,\"operations\":" + more + "}"), 413, "batch-too-large");
    refused(shard.transact("{\"operations\":" + more + "}"), 413, "batch-too-large");
    refused(
        shard.transact("{\"operations\":[" + members + "],\"else\":[" + get + "]}"),
        413,
        "batch-too-large");
    String check = "{\"key\":\"a\",\"absent\":true}";
    refused(
        shard.transact("{\"checks\":[" + check + "],\"operations\":[" + members + "]}"),
        413,
        "batch-too-large");
  }

  @Test
  void aBatchHasAtMostSixteenMebibytes() {
    String body = "{\"operations\":[]}";
    String padding = " ".repeat(Limits.DEFAULT.batchBytes() - body.length());
    assertThat(shard.batch(body + padding).statusCode()).isEqualTo(200);
    assertThat(shard.transact(body + padding).statusCode()).isEqualTo(200);
    refused(shard.batch(body + padding + " "), 413, "batch-too-large");
    refused(shard.transact(body + padding + " "), 413, "batch-too-large");
  }

  @Test
  void aBodyHasAtMostThirtyTwoMebibytes() {
    String body = " ".repeat(Limits.DEFAULT.bodyBytes() + 1);
    String[] paths = {"/namespaces/default/batch", "/namespaces/default/query", "/transactions"};
    for (String path : paths) {
      refused(FreshShard.send("POST", shard.path(path), body), 413, "body-too-large");
    }
    refused(shard.importLines(body, "fail"), 413, "body-too-large");
    refused(FreshShard.send("PUT", shard.path(""), body), 413, "body-too-large");
    shard.assertNotMade();
  }

  @Test
  void aMemberMayHoldTheLargestValueAndNoLarger() {
    String largest = "\"" + "x".repeat(Limits.DEFAULT.valueBytes() - 2) + "\"";
    String put = "{\"operations\":[{\"op\":\"put\",\"key\":\"a\",\"value\":";
    assertThat(shard.batch(put + largest + "}]}").jsonPath().getList("results.status"))
        .containsExactly(201);
    assertThat(shard.batch(put + " \n" + largest + " }]}").jsonPath().getList("results.status"))
        .containsExactly(200);
    assertThat(
            shard
                .batch(put + largest.replaceFirst("x", "xx") + "}]}")
                .jsonPath()
                .getList("results.code"))
        .containsExactly("value-too-large");
    refused(shard.transact(put + largest.replaceFirst("x", "xx") + "}]}"), 413, "value-too-large");
  }

  @Test
  void metadataHaveAtMostSixteenKibibytes() {
    String metadata = "{\"m\":\"" + "x".repeat(Limits.DEFAULT.metadataBytes() - 8) + "\"}";
    assertThat(
            FreshShard.send("PUT", shard.path("/namespaces/n"), "{\"metadata\":" + metadata + "}")
                .statusCode())
        .isEqualTo(201);
    String larger = "{\"metadata\":" + metadata.replaceFirst("x", "xx") + "}";
    refused(FreshShard.send("PUT", shard.path("/namespaces/n"), larger), 413, "metadata-too-large");
  }

  @Test
  void aValueInABatchMayBeAsDeepAsOneByItself() {
    String deepest = "[".repeat(512) + "]".repeat(512);
    String put = "{\"operations\":[{\"op\":\"put\",\"key\":\"a\",\"value\":";
    assertThat(shard.batch(put + deepest + "}]}").jsonPath().getList("results.status"))
        .containsExactly(201);
    refused(shard.batch(put + "[" + deepest + "]}]}"), 400, "invalid-json");
  }
}
