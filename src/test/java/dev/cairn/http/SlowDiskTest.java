package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.storage.FaultPlan;
import dev.cairn.storage.Pause;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Context;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A shard whose reads take long must not hold up the requests for others. */
@QuarkusTest
@TestProfile(SlowDiskTest.WithSlowDisk.class)
class SlowDiskTest {

  /** Runs the service with {@link SlowDisk}. */
  public static final class WithSlowDisk implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(SlowDisk.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("cairn.driver", "memory");
    }
  }

  /** What the disk takes for a read on an event loop: enough to count as slow by itself. */
  private static final long DISK_MILLIS = 400;

  /** Of waiting for what must come. */
  private static final long PATIENCE_SECONDS = 60;

  private static final int SLOW_READS = 40;
  private static final int QUICK_READS = 400;

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  SlowDisk disk;

  @TestHTTPResource("/v1/shards/")
  @SuppressWarnings("NullAway.Init") // Set before the test.
  URI shards;

  @Test
  void readsOfOtherShardsGoOnWhileThoseOfASlowDiskWait() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      put(client, SlowDisk.SHARD.value());
      put(client, "beside-it");
      AtomicInteger onEventLoops = new AtomicInteger();
      AtomicInteger waiting = new AtomicInteger();
      Pause pause = new Pause();
      disk.plan().atEach(FaultPlan.Call.READ, () -> read(onEventLoops, waiting, pause));

      List<CompletableFuture<HttpResponse<String>>> slow =
          gets(client, SlowDisk.SHARD.value(), SLOW_READS);
      Eventually.holds("a read on a thread that may wait", () -> waiting.get() > 0);
      for (CompletableFuture<HttpResponse<String>> quick : gets(client, "beside-it", QUICK_READS)) {
        assertThat(quick.get(PATIENCE_SECONDS, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
      assertThat(slow.stream().filter(CompletableFuture::isDone).count())
          .as("slow reads that were answered: they were on an event loop, one after another")
          .isLessThan(SLOW_READS / 2);

      pause.end();
      for (CompletableFuture<HttpResponse<String>> waited : slow) {
        assertThat(waited.get(PATIENCE_SECONDS, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
      assertThat(onEventLoops.get()).isPositive().isLessThan(SLOW_READS / 2);
    } finally {
      disk.plan().calm();
    }
  }

  /** On an event loop the disk is slow; elsewhere a read waits for as long as the test likes. */
  private static void read(AtomicInteger onEventLoops, AtomicInteger waiting, Pause pause) {
    if (!Context.isOnEventLoopThread()) {
      waiting.incrementAndGet();
      pause.here();
      return;
    }
    onEventLoops.incrementAndGet();
    try {
      TimeUnit.MILLISECONDS.sleep(DISK_MILLIS);
    } catch (InterruptedException e) {
      throw new AssertionError("Nobody interrupts a disk", e);
    }
  }

  private void put(HttpClient client, String shard) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(entry(shard))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{}"))
            .build();
    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
  }

  private List<CompletableFuture<HttpResponse<String>>> gets(
      HttpClient client, String shard, int count) {
    HttpRequest request = HttpRequest.newBuilder(entry(shard)).GET().build();
    return Stream.generate(() -> client.sendAsync(request, BodyHandlers.ofString()))
        .limit(count)
        .toList();
  }

  private URI entry(String shard) {
    return shards.resolve(shard + "/namespaces/default/entries/k");
  }
}
