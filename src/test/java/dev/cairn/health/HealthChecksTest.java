package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.backup.NoBackups;
import dev.cairn.shard.RegistryFigures;
import io.smallrye.health.api.AsyncHealthCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HealthChecksTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Serving serving = new Serving(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  private final CountDownLatch mended = new CountDownLatch(1);

  @AfterEach
  void mend() {
    mended.countDown();
  }

  /** A disk that answers as disks do that are gone: not at all. */
  private final class HangingPlace implements DataPlace {
    @Override
    public boolean isWritable() {
      hang();
      return true;
    }

    @Override
    public long free() {
      hang();
      return 0;
    }
  }

  /** A disk that says what it is told to. */
  private record ToldPlace(boolean isWritable, long free) implements DataPlace {}

  private void hang() {
    try {
      mended.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HealthChecks checks(Supplier<RegistryFigures> shards, DataPlace place) {
    return new HealthChecks(
        new FiguresOnly(shards), new NoBackups("none"), serving, place, Ticker.SYSTEM);
  }

  private HealthChecks checks(DataPlace place) {
    return checks(() -> figures(Map.of()), place);
  }

  private static RegistryFigures figures(Map<ShardId, String> quarantined) {
    return new RegistryFigures(10_000, 2, 256, 0, 0, 0, 0, 0, quarantined);
  }

  private static HealthCheckResponse ask(AsyncHealthCheck check) {
    return check.call().await().atMost(PATIENCE);
  }

  private static Map<String, Object> data(HealthCheckResponse answer) {
    return answer.getData().orElse(Map.of());
  }

  private static void assertDown(AsyncHealthCheck check, String reason) {
    HealthCheckResponse answer = ask(check);
    assertThat(answer.getStatus()).isEqualTo(Status.DOWN);
    assertThat(String.valueOf(data(answer).get("reason"))).contains(reason);
  }

  private static void assertUp(AsyncHealthCheck check) {
    assertThat(ask(check).getStatus()).isEqualTo(Status.UP);
  }

  @Test
  void aNodeIsStartedAndReadyOnceItsStartHasEndedAndNotReadyWhenItStops() {
    HealthChecks checks = checks(DataPlace.none());
    assertDown(checks.started(), "starting");
    assertDown(checks.serving(), "starting");
    assertUp(checks.live());

    serving.begin();
    assertThat(data(ask(checks.started()))).containsEntry("since", "1970-01-01T00:00:00Z");
    assertUp(checks.serving());

    serving.stop();
    assertDown(checks.serving(), "stopping");
    assertUp(checks.started());
    assertUp(checks.live());
  }

  @Test
  void aDiskThatHangsMakesTheNodeUnreadyInTimeAndLeavesItAlive() {
    serving.begin();
    HealthChecks checks =
        checks(
            () -> {
              hang();
              return figures(Map.of());
            },
            new HangingPlace());
    assertDown(checks.data(), "not been told within");
    assertDown(checks.shards(), "not been told within");
    assertUp(checks.live());
    assertUp(checks.started());
    assertUp(checks.backup());
  }

  @Test
  void quarantinedShardsAreNamedUpToABoundAndLeaveTheNodeReady() {
    Map<ShardId, String> quarantined = new TreeMap<>();
    for (int i = 0; i < 3 * HealthChecks.MOST_NAMED; i++) {
      quarantined.put(new ShardId("s" + (1000 + i)), i == 0 ? "x".repeat(5_000) : "broken");
    }
    HealthCheckResponse answer = ask(checks(() -> figures(quarantined), DataPlace.none()).shards());
    assertThat(answer.getStatus()).isEqualTo(Status.UP);
    Map<String, Object> data = data(answer);
    assertThat(data)
        .containsEntry("shards", 10_000L)
        .containsEntry("quarantined", 3L * HealthChecks.MOST_NAMED)
        .containsEntry("quarantined:s1001", "broken")
        .hasSize(3 + HealthChecks.MOST_NAMED);
    assertThat(data.toString()).hasSizeLessThan(10_000);
  }

  @Test
  void aCatalogueThatFailsIsToldWithItsReason() {
    CairnException fault = new CairnException(ErrorCode.INTERNAL, "The catalogue is damaged.");
    assertDown(
        checks(
                () -> {
                  throw fault;
                },
                DataPlace.none())
            .shards(),
        "The catalogue is damaged.");
  }

  @Test
  void aFullDiskIsAFindingAndOneThatTakesNoWritesIsDown() {
    HealthCheckResponse full = ask(checks(new ToldPlace(true, 10)).data());
    assertThat(full.getStatus()).isEqualTo(Status.UP);
    assertThat(data(full)).containsEntry("freeBytes", 10L).containsKey("finding");
    assertThat(data(ask(checks(new ToldPlace(true, HealthChecks.LITTLE_SPACE)).data())))
        .doesNotContainKey("finding");
    assertDown(checks(new ToldPlace(false, 10)).data(), "can't be written to");
  }

  @Test
  void aDirectoryThatIsGoneIsDown(@TempDir Path directory) throws IOException {
    assertUp(checks(DataPlace.of(directory)).data());
    assertDown(checks(DataPlace.of(directory.resolve("gone"))).data(), "can't be");
  }

  @Test
  void aNodeWithoutABackupIsReady() {
    HealthCheckResponse answer = ask(checks(DataPlace.none()).backup());
    assertThat(answer.getStatus()).isEqualTo(Status.UP);
    assertThat(data(answer)).containsEntry("on", false);
  }
}
