package dev.cairn.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.shard.SettingsChange;
import dev.cairn.shard.ShardListener;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.shard.ShardSettings;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many snapshots a shard may have, and how they are named. */
class SnapshotsBoundsTest {

  private static final ShardId SHARD = new ShardId("a");

  private final Clock stopped = Clock.fixed(Instant.ofEpochMilli(1_000_000), ZoneOffset.UTC);
  private final MemoryDriver driver =
      new MemoryDriver(Limits.DEFAULT, FeedSettings.DEFAULT, stopped);
  private final MemoryCatalogue catalogue = new MemoryCatalogue();
  private final ShardRegistry registry =
      new ShardRegistry(
          driver,
          catalogue,
          new UnitExecutor(Limits.DEFAULT, true),
          WriteSettings.DEFAULT,
          ShardSettings.DEFAULT,
          WriteListener.NONE,
          ShardListener.NONE,
          stopped,
          Ticker.SYSTEM);

  @BeforeEach
  void makeShard() {
    registry.start();
    registry.put(SHARD, SettingsChange.NONE);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private Snapshots snapshots(int most, long bytes) {
    return new Snapshots(
        registry,
        catalogue,
        driver.snapshots(),
        new SnapshotSettings(most, bytes, 1, 1, Duration.ofSeconds(1)),
        new Random(7),
        stopped,
        Ticker.SYSTEM);
  }

  private static ErrorCode refusal(Snapshots snapshots, ShardId shard) {
    return catchThrowableOfType(CairnException.class, () -> snapshots.take(shard, null, null))
        .code();
  }

  @Test
  void thereAreAtMostSoMany() {
    try (Snapshots snapshots = snapshots(2, Long.MAX_VALUE)) {
      Snapshot first = snapshots.take(SHARD, null, null);
      snapshots.take(SHARD, null, null);
      assertThat(refusal(snapshots, SHARD)).isEqualTo(ErrorCode.TOO_MANY_SNAPSHOTS);

      snapshots.delete(SHARD, first.id());

      snapshots.take(SHARD, null, null);
      assertThat(snapshots.list(SHARD)).hasSize(2);
    }
  }

  @Test
  void theyTakeAboutSoManyBytes() {
    try (Snapshots snapshots = snapshots(10, 1)) {
      snapshots.take(SHARD, null, null);
      assertThat(refusal(snapshots, SHARD)).isEqualTo(ErrorCode.TOO_MANY_SNAPSHOTS);
    }
  }

  @Test
  void idsRiseAlthoughTheClockStands() {
    try (Snapshots snapshots = snapshots(50, Long.MAX_VALUE)) {
      List<String> made = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        made.add(snapshots.take(SHARD, null, null).id());
      }

      assertThat(made).isSortedAccordingTo(Comparator.naturalOrder()).doesNotHaveDuplicates();
      assertThat(snapshots.list(SHARD)).extracting(Snapshot::id).isEqualTo(made.reversed());
      assertThat(snapshots.list(SHARD)).allMatch(one -> one.created() == 1_000_000);
    }
  }

  @Test
  void aShardThatIsNotThereHasNone() {
    ShardId none = new ShardId("none");
    try (Snapshots snapshots = snapshots(1, 1)) {
      assertThat(refusal(snapshots, none)).isEqualTo(ErrorCode.SHARD_NOT_FOUND);
      assertThat(catchThrowableOfType(CairnException.class, () -> snapshots.list(none)).code())
          .isEqualTo(ErrorCode.SHARD_NOT_FOUND);
      snapshots.delete(none, "0000000000001-00000001");
    }
  }

  @Test
  void boundsBelowOneAreNamed() {
    assertThatThrownBy(() -> new SnapshotSettings(0, 1, 1, 1, Duration.ofSeconds(1)))
        .hasMessage("cairn.snapshots.most is 0; it must be at least 1");
  }
}
