package dev.cairn.http;

import static dev.cairn.http.FreshShard.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.ShardId;
import dev.cairn.quota.Meter;
import dev.cairn.quota.Meters;
import dev.cairn.quota.ReadTurns;
import dev.cairn.quota.Slots;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads wait for their turn without a thread, and are bounded in their number. */
@QuarkusTest
class FairReadsTest {

  /** More than there are worker threads. */
  private static final int MANY = 1_000;

  /** Of one shard, by default. */
  private static final int MOST_WAITING = 1_024;

  private static final int READING_OF_SHARD = 3;

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  ReadTurns turns;

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Meters meters;

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Set before the test.
  URI service;

  private final FreshShard noisy = new FreshShard();
  private final List<WireCall> calls = new ArrayList<>();
  private final List<ReadTurns.Turn> held = new ArrayList<>();

  /** As if so many queries read it that take very long. */
  private void occupy(FreshShard shard) {
    shard.put("a", "1");
    for (int i = 0; i < READING_OF_SHARD; i++) {
      held.add(Objects.requireNonNull(turns.ask(new ShardId(shard.id()), () -> {})));
    }
  }

  private void letGo() {
    held.forEach(ReadTurns.Turn::end);
  }

  private WireCall query(FreshShard shard) throws IOException {
    WireCall call = WireCall.post(service, shard.inDefault("/query"), "{}");
    calls.add(call);
    return call;
  }

  private void bound(String quotas) {
    Response set = FreshShard.send("PUT", noisy.path(""), "{\"quotas\":" + quotas + "}");
    assertThat(set.statusCode()).as(set.asString()).isBetween(200, 299);
  }

  /** Whether a stream of the noisy shard is under way. */
  private boolean streams() {
    Slots slot = meters.take(new ShardId(noisy.id()), Meter.Kind.STREAM, 1);
    if (slot != null) {
      slot.free();
    }
    return slot == null;
  }

  private void awaitWaiting(int count) {
    Eventually.holds(count + " wait", () -> turns.waiting() == count);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    letGo();
    for (WireCall call : calls) {
      call.close();
    }
    Eventually.holds("nobody reads or waits", () -> turns.waiting() + turns.reading() == 0);
  }

  @Test
  void aThousandThatWaitForOneShardKeepNobodyElseWaiting() throws Exception {
    FreshShard quiet = new FreshShard();
    quiet.put("q", "1");
    occupy(noisy);
    for (int i = 0; i < MANY; i++) {
      query(noisy);
    }
    awaitWaiting(MANY);

    assertThat(quiet.query("{}").jsonPath().getList("items.key")).containsExactly("q");
    assertThat(FreshShard.get(quiet.inDefault("/entries")).statusCode()).isEqualTo(200);
    assertThat(FreshShard.get(quiet.path("")).statusCode()).isEqualTo(200);
    assertThat(quiet.value("q")).isEqualTo("1");
    assertThat(noisy.value("a")).isEqualTo("1");
    assertThat(turns.waiting()).isEqualTo(MANY);

    for (int i = MANY; i < MOST_WAITING; i++) {
      query(noisy);
    }
    awaitWaiting(MOST_WAITING);
    Response refusal = noisy.query("{}");
    refused(refusal, 429, "too-many-reads");
    assertThat(refusal.header("Retry-After")).isEqualTo("1");

    letGo();
    for (WireCall call : calls) {
      assertThat(call.status()).isEqualTo(200);
    }
  }

  @Test
  void whoGoesAwayLeavesTheLineAndItsSlotAndIsNoFault() throws Exception {
    occupy(noisy);
    bound("{\"concurrentReads\":2}");
    try (LogOf faults = new LogOf(Problems.class.getName())) {
      WireCall gone = query(noisy);
      query(noisy);
      awaitWaiting(2);
      refused(noisy.query("{}"), 429, "too-many-reads");
      gone.close();
      awaitWaiting(1);
      WireCall next = query(noisy);
      awaitWaiting(2);
      letGo();
      assertThat(next.status()).isEqualTo(200);
      assertThat(faults.lines()).isEmpty();
    }
  }

  @Test
  void listsQueriesCountsAndExportsTakeSlotsAndSingleEntriesDoNot() throws Exception {
    occupy(noisy);
    bound("{\"concurrentReads\":1}");
    WireCall one = query(noisy);
    awaitWaiting(1);
    refused(FreshShard.get(noisy.inDefault("/entries")), 429, "too-many-reads");
    refused(FreshShard.get(noisy.path("/namespaces")), 429, "too-many-reads");
    refused(FreshShard.get(noisy.path("/export")), 429, "too-many-reads");
    refused(FreshShard.send("POST", noisy.inDefault("/count"), "{}"), 429, "too-many-reads");
    assertThat(noisy.value("a")).isEqualTo("1");
    bound("{\"concurrentReads\":2}");
    query(noisy);
    awaitWaiting(2);
    letGo();
    assertThat(one.status()).isEqualTo(200);
    Eventually.holds("slots are free", () -> noisy.query("{}").statusCode() == 200);
    assertThat(FreshShard.get(noisy.path("/export")).statusCode()).isEqualTo(200);
    assertThat(noisy.query("{\"limit\":0}").statusCode()).isEqualTo(400);
    assertThat(noisy.query("{}").statusCode()).isEqualTo(200);
  }

  @Test
  void anExportWaitsForItsTurnToo() throws Exception {
    occupy(noisy);
    WireCall export =
        new WireCall(
            service, "GET " + noisy.path("/export") + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    calls.add(export);
    awaitWaiting(1);
    letGo();
    assertThat(export.status()).isEqualTo(200);
  }

  @Test
  void streamsAreBoundedAndTheirSlotsComeBackWhateverEndsThem() throws Exception {
    noisy.put("a", "1");
    // Room for the one that looks beside the one it looks for, which must not be refused for its
    // sake.
    bound("{\"streams\":2}");
    String head =
        "POST "
            + noisy.path("/import")
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-ndjson\r\n"
            + "Content-Length: 100000\r\n\r\n";
    WireCall stuck = new WireCall(service, head);
    calls.add(stuck);
    Eventually.holds("the import has its slot", this::streams);
    bound("{\"streams\":1}");
    refused(FreshShard.get(noisy.path("/export")), 429, "too-many-streams");
    Response refusal =
        FreshShard.send("POST", noisy.path("/import"), "", "application/x-ndjson", "");
    refused(refusal, 429, "too-many-streams");
    assertThat(refusal.header("Retry-After")).isEqualTo("1");
    assertThat(noisy.query("{}").statusCode()).isEqualTo(200);

    stuck.close();
    Eventually.holds(
        "the slot is free", () -> FreshShard.get(noisy.path("/export")).statusCode() == 200);
    assertThat(FreshShard.send("HEAD", noisy.path("/export"), "").statusCode()).isEqualTo(200);
    FreshShard missing = new FreshShard();
    refused(FreshShard.get(missing.path("/export")), 404, "shard-not-found");
    Eventually.holds(
        "the slot is free", () -> FreshShard.get(noisy.path("/export")).statusCode() == 200);
  }
}
