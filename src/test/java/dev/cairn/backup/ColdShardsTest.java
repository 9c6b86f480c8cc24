package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A shard that nobody writes to costs nothing, however many there are. */
@Timeout(300)
class ColdShardsTest {

  private static final int SHARDS = 10_000;
  private static final int ONCE_HOT = 60;
  private static final int SECONDS_OF_AN_HOUR = 3600;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path data;

  @Test
  void anHourOfTenThousandColdShardsAsksNothingOfStoreAndReplicator() throws Exception {
    try (BackupHouse house = new BackupHouse(data)) {
      for (int i = 0; i < ONCE_HOT; i++) {
        house.put(new ShardId("s" + i), "k", "1");
      }
      house.settle(
          "all are hot",
          () -> house.backups.figures().states().getOrDefault(BackupState.HOT, 0) > 0);
      house.pass(Duration.ofMinutes(10));
      house.settle("all are cold", () -> house.backups.figures().states().isEmpty());
      house.registerOnly(SHARDS - ONCE_HOT);
      long requests = house.store.requests();
      long calls = house.replicator.calls();

      for (int i = 0; i < SECONDS_OF_AN_HOUR; i++) {
        house.pass(Duration.ofSeconds(1));
        house.backups.round();
        if (i % 60 == 0) {
          house.backups.keep();
        }
      }

      assertThat(requests).as("requests while they were hot").isPositive();
      assertThat(house.store.requests()).isEqualTo(requests);
      assertThat(house.replicator.calls()).isEqualTo(calls);
    }
  }
}
