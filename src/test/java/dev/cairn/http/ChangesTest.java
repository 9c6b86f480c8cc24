package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The feed of a shard: pages, waiting, streams. */
@QuarkusTest
@Timeout(60)
class ChangesTest {

  private final FreshShard shard = new FreshShard();

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // set by the framework
  URI root;

  private Response changes(String query) {
    Response answer = FreshShard.get(shard.path("/changes" + query));
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer;
  }

  @Test
  void aPageTellsWhatWasDone() {
    shard.put("a", "{\"n\": 1}");
    FreshShard.send("PUT", shard.path("/namespaces/n"), "{\"metadata\":{}}");
    FreshShard.delete(shard.inDefault("/entries/a"));
    FreshShard.send("PUT", shard.path("/namespaces/n/entries/b"), "2");
    FreshShard.delete(shard.path("/namespaces/n?recursive=true"));

    Response page = changes("");

    assertThat(page.contentType()).startsWith("application/json");
    assertThat(page.asString().replaceAll("\"at\":\"[^\"]+Z\"", "\"at\":\"T\""))
        .isEqualTo(
            "{\"items\":["
                + "{\"revision\":1,\"op\":\"put\",\"namespace\":\"default\",\"key\":\"a\",\"at\":\"T\"},"
                + "{\"revision\":2,\"op\":\"namespace\",\"namespace\":\"n\",\"at\":\"T\"},"
                + "{\"revision\":3,\"op\":\"delete\",\"namespace\":\"default\",\"key\":\"a\",\"at\":\"T\"},"
                + "{\"revision\":4,\"op\":\"put\",\"namespace\":\"n\",\"key\":\"b\",\"at\":\"T\"},"
                + "{\"revision\":5,\"op\":\"clear\",\"namespace\":\"n\",\"at\":\"T\",\"namespaceDeleted\":true}"
                + "],\"revision\":5}");
  }

  @Test
  void pagesFollowEachOtherWithinAUnitToo() {
    shard.batch(
        """
        {"operations":[{"op":"put","key":"a","value":1},{"op":"put","key":"b","value":2},
                       {"op":"put","key":"c","value":3}]}""");

    Response first = changes("?limit=2&include=values");
    assertThat(first.jsonPath().getList("items.value")).containsExactly(1, 2);
    assertThat(first.jsonPath().getString("nextCursor")).isEqualTo("1.2");
    assertThat(first.jsonPath().getLong("revision")).isZero();
    String link = first.header("Link");
    assertThat(link)
        .matches("</v1/shards/" + shard.id() + "/changes\\?.*since=1\\.2>; rel=\"next\"");

    Response rest = FreshShard.get(link.substring(1, link.indexOf('>')));
    assertThat(rest.jsonPath().getList("items.key")).containsExactly("c");
    assertThat(rest.jsonPath().getList("items.value")).containsExactly(3);
    assertThat(rest.jsonPath().getString("nextCursor")).isNull();
    assertThat(rest.jsonPath().getLong("revision")).isEqualTo(1);
  }

  @Test
  void aNamespaceAndPartsCanBeAskedFor() {
    shard.put("a", "1");
    FreshShard.send(
        "POST",
        shard.path("/namespaces/n/batch"),
        "{\"operations\":[{\"op\":\"put\",\"key\":\"b\",\"value\":2,\"metadata\":{\"m\":1}}]}");

    Response page = changes("?namespace=n&include=metadata");

    assertThat(page.jsonPath().getList("items.key")).containsExactly("b");
    assertThat(page.jsonPath().getInt("items[0].metadata.m")).isEqualTo(1);
    assertThat(page.asString()).doesNotContain("\"value\"");
  }

  @Test
  void whatCanNotBeAskedIsRefused() {
    refused(FreshShard.get(shard.path("/changes")), 404, "shard-not-found");
    shard.put("a", "1");
    refused(FreshShard.get(shard.path("/changes?since=x")), 400, "invalid-cursor");
    refused(FreshShard.get(shard.path("/changes?since=")), 400, "invalid-cursor");
    refused(FreshShard.get(shard.path("/changes?since=2")), 400, "invalid-cursor");
    refused(FreshShard.get(shard.path("/changes?wait=20")), 400, "invalid-parameter");
    refused(FreshShard.get(shard.path("/changes?wait=PT61S")), 400, "invalid-parameter");
    refused(FreshShard.get(shard.path("/changes?wait=-PT1S")), 400, "invalid-parameter");
    refused(FreshShard.get(shard.path("/changes?limit=0")), 400, "invalid-parameter");
    refused(FreshShard.get(shard.path("/changes?include=keys")), 400, "invalid-parameter");
    refused(FreshShard.get(shard.path("/changes?namespace=")), 400, "invalid-namespace");
  }

  @Test
  void aShardThatWasMadeAgainHasAnotherHistory() {
    shard.put("a", "1");
    FreshShard.delete(shard.path(""));
    shard.put("a", "1");

    refused(FreshShard.get(shard.path("/changes?since=1")), 410, "history-changed");
    assertThat(changes("").jsonPath().getLong("revision")).isEqualTo(1_000_000_001L);
  }

  @Test
  void aPageWaitsForItsFirstChange() throws Exception {
    shard.put("a", "1");
    long begun = System.nanoTime();
    assertThat(changes("?since=now").jsonPath().getList("items")).isEmpty();

    CompletableFuture<Response> waiting =
        CompletableFuture.supplyAsync(() -> changes("?since=1&wait=PT30S&namespace=default"));
    // What is in another namespace does not end the wait.
    FreshShard.send("PUT", shard.path("/namespaces/n/entries/b"), "2");
    shard.put("c", "3");

    Response page = waiting.get(30, TimeUnit.SECONDS);
    assertThat(page.jsonPath().getList("items.key")).containsExactly("c");
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun)).isLessThan(30);
  }

  @Test
  void aWaitInVainEndsWithAnEmptyPage() {
    shard.put("a", "1");

    Response page = changes("?since=1&wait=PT0.2S");

    assertThat(page.jsonPath().getList("items")).isEmpty();
    assertThat(page.jsonPath().getLong("revision")).isEqualTo(1);
  }

  private EventLines stream(String query, String lastEvent)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root.resolve(shard.path("/changes" + query)))
            .header("Accept", "text/event-stream");
    if (!lastEvent.isEmpty()) {
      request.header("Last-Event-ID", lastEvent);
    }
    return new EventLines(request.build());
  }

  private static String put(String id, int revision, String key) {
    return "id: "
        + id
        + " data: {\"revision\":"
        + revision
        + ",\"op\":\"put\",\"namespace\":\"default\",\"key\":\""
        + key
        + "\"}";
  }

  @Test
  void aStreamGoesOnWithWhatIsCommitted() throws Exception {
    shard.put("a", "1");
    try (EventLines stream = stream("", "")) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.contentType()).isEqualTo("text/event-stream");
      assertThat(stream.next()).isEqualTo(put("1", 1, "a"));
      for (int i = 2; i < 300; i++) {
        shard.put("k" + i, "" + i);
        assertThat(stream.next()).isEqualTo(put("" + i, i, "k" + i));
      }
    }
  }

  @Test
  void aStreamThatBrokeOffGoesOnBehindItsLastEvent() throws Exception {
    shard.batch(
        """
        {"operations":[{"op":"put","key":"a","value":1},{"op":"put","key":"b","value":2}]}""");
    try (EventLines stream = stream("?include=values", "")) {
      assertThat(stream.next()).startsWith("id: 1.1 ").contains("\"value\":1");
      assertThat(stream.next()).startsWith("id: 1 ").contains("\"value\":2");
    }
    try (EventLines stream = stream("?since=0", "1.1")) {
      assertThat(stream.next()).isEqualTo(put("1", 1, "b"));
    }
    try (EventLines stream = stream("?since=now", "")) {
      shard.put("c", "3");
      assertThat(stream.next()).isEqualTo(put("2", 2, "c"));
    }
  }

  @Test
  void aValueOfManyLinesIsOneEvent() throws Exception {
    shard.put("a", "{\n \"n\":\r\n 1}");
    try (EventLines stream = stream("?include=values", "")) {
      assertThat(stream.next()).endsWith("\"value\":{  \"n\":   1}}");
    }
  }

  @Test
  void aStreamOfADeletedShardEndsWithTheReason() throws Exception {
    shard.put("a", "1");
    try (EventLines stream = stream("?since=now", "")) {
      FreshShard.delete(shard.path(""));
      assertThat(stream.next()).startsWith("event: problem data: ").contains("shard-not-found");
      assertThat(stream.next()).isEqualTo("end");
    }
  }

  @Test
  void whatCanNotBeStreamedIsRefusedAsAnyOther() throws Exception {
    try (EventLines stream = stream("", "")) {
      assertThat(stream.status()).isEqualTo(404);
    }
    shard.put("a", "1");
    try (EventLines stream = stream("", "9")) {
      assertThat(stream.status()).isEqualTo(400);
    }
  }

  @Test
  void streamsAreBoundedByTheQuota() throws Exception {
    shard.put("a", "1");
    FreshShard.send("PUT", shard.path(""), "{\"quotas\":{\"streams\":1}}");
    try (EventLines stream = stream("?since=now", "")) {
      assertThat(stream.status()).isEqualTo(200);
      try (EventLines second = stream("?since=now", "")) {
        assertThat(second.status()).isEqualTo(429);
      }
    }
    Eventually.holds(
        "the slot is free",
        () -> {
          try (EventLines third = stream("?since=now", "")) {
            return third.status() == 200;
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void aHeadIsThatOfAPage() {
    shard.put("a", "1");
    Response head = FreshShard.send("HEAD", shard.path("/changes"), "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.contentType()).startsWith("application/json");
  }
}
