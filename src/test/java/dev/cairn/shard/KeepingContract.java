package dev.cairn.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.SnapshotDraft;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Shards that are given other states, and what becomes of those that they had. */
abstract class KeepingContract extends RegistryContract {

  private static final SnapshotDraft UNDO =
      new SnapshotDraft("0000000000001-00000001", null, "undo", 1);

  KeepingContract(Function<Path, Backing> start) {
    super(start);
  }

  private void replace(ShardId id, ShardImage image, @Nullable SnapshotDraft keepAs) {
    registry.replace(
        id, new Replacement(image, 1, Durability.NORMAL, keepAs == null, keepAs, begin -> {}));
  }

  @Test
  void aCopyBecomesAnotherShard() {
    write(A, "k", "1");
    try (ShardImage image = registry.image(A)) {
      write(A, "k", "2");
      replace(B, image, null);
    }

    assertThat(value(B, "k")).isEqualTo("1");
    assertThat(value(A, "k")).isEqualTo("2");
    assertThat(write(B, "k", "3")).isEqualTo(Revision.HISTORY_SPAN + 1);
  }

  @Test
  void whatIsReplacedIsKeptWithEveryWriteThatWasAcknowledged() {
    write(A, "k", "1");
    Snapshot first =
        registry.snapshot(A, new SnapshotDraft("0000000000000-00000000", null, null, 0));
    write(A, "k", "2");
    try (ShardImage image = driver.snapshots().image(A, first.id())) {
      replace(A, image, UNDO);
    }

    assertThat(value(A, "k")).isEqualTo("1");
    assertThat(driver.snapshots().list(A))
        .extracting(Snapshot::id)
        .containsExactly(UNDO.id(), first.id());
    write(A, "k", "3");
    try (ShardImage image = driver.snapshots().image(A, UNDO.id())) {
      assertThat(image.shard().revision()).isEqualTo(2);
      replace(C, image, null);
    }
    assertThat(value(C, "k")).isEqualTo("2");
    assertThat(value(A, "k")).isEqualTo("3");
  }

  @Test
  void nothingIsKeptOfAShardThatCannotBeOpened() {
    write(A, "k", "1");
    write(B, "k", "2");
    restart();
    plan.failAll(Call.OPEN, damage);
    try (ShardImage image = registry.image(B)) {
      throw new AssertionError("B was to be found damaged: " + image.shard());
    } catch (CairnException expected) {
      assertThat(expected.code()).isEqualTo(ErrorCode.SHARD_QUARANTINED);
    }
    plan.calm();

    try (ShardImage image = registry.image(A)) {
      replace(B, image, UNDO);
    }

    assertThat(value(B, "k")).isEqualTo("1");
    assertThat(driver.snapshots().list(B)).isEmpty();
  }

  @Test
  void aShardThatIsThereIsLeftAlone() {
    write(A, "k", "1");
    write(B, "k", "2");
    try (ShardImage image = registry.image(A)) {
      CairnException refused =
          catchThrowableOfType(CairnException.class, () -> replace(B, image, null));
      assertThat(refused.code()).isEqualTo(ErrorCode.SHARD_EXISTS);
    }
    assertThat(value(B, "k")).isEqualTo("2");
  }

  @Test
  void aDeletedShardTakesItsSnapshotsAlong() {
    write(A, "k", "1");
    registry.snapshot(A, UNDO);

    registry.delete(A);

    assertThat(driver.snapshots().list(A)).isEmpty();
    write(A, "k", "2");
    assertThat(driver.snapshots().list(A)).isEmpty();
  }
}
