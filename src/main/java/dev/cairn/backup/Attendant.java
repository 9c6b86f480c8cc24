package dev.cairn.backup;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.shard.FollowedShard;
import dev.cairn.shard.Shards;
import dev.cairn.storage.ReplicatedFile;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives shards what they need in the background, one task for each at a time: opens a shard that is
 * closed, finds out how its epochs are numbered, waits for its writer's turn. Any thread.
 */
final class Attendant {

  /** How long a shard stays hot at least before it is parked for another, in nanoseconds. */
  private static final long LEAST_HOT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final StepTaker taker;
  private final @Nullable ReplicaStore store;
  private final Executor threads;
  private final Function<ShardBackup, Need> needs;
  private final Consumer<ShardId> onMissing;
  private final Consumer<ShardBackup> onDone;

  /** Set once, when shards can be opened. */
  private volatile @Nullable Shards shards;

  /**
   * @param store null if the replica can't be listed
   * @param needs what a shard needs now
   * @param onMissing told of a shard that does not exist any more
   * @param onDone told of a shard after each step
   */
  Attendant(
      StepTaker taker,
      @Nullable ReplicaStore store,
      Executor threads,
      Function<ShardBackup, Need> needs,
      Consumer<ShardId> onMissing,
      Consumer<ShardBackup> onDone) {
    this.taker = taker;
    this.store = store;
    this.threads = threads;
    this.needs = needs;
    this.onMissing = onMissing;
    this.onDone = onDone;
  }

  /** Shards can be opened from now on. */
  void start(Shards registry) {
    shards = registry;
  }

  /** Has a shard given what it needs, if it needs anything. Never waits. */
  void attendLater(ShardBackup backup) {
    attendLater(backup, needs.apply(backup));
  }

  /** Has a shard given that, unless it is being attended to. Never waits. */
  void attendLater(ShardBackup backup, Need need) {
    if (need == Need.NOTHING || !backup.tryAttend()) {
      return;
    }
    try {
      threads.execute(() -> attend(backup, need));
    } catch (RejectedExecutionException e) {
      // The service ends: what is hot is gone on with at the next start.
      backup.endAttending();
    }
  }

  /** Has the hot shard parked that was written to least recently, unless all are fresh. */
  void makeRoom(Iterable<ShardBackup> backups, long now) {
    ShardBackup oldest = null;
    for (ShardBackup backup : backups) {
      if (backup.phase() instanceof Phase.Hot
          && (oldest == null || backup.lastCommit() - oldest.lastCommit() < 0)) {
        oldest = backup;
      }
    }
    if (oldest != null && now - oldest.lastCommit() >= LEAST_HOT_NANOS) {
      attendLater(oldest, Need.PARK);
    }
  }

  /**
   * Has a shard that is about to be closed for good copied, if it is not: what was written since
   * the service started would not come into the replica before the next start. Blocks.
   */
  void attendLast(ShardBackup backup, FollowedShard shard) {
    Need need = needs.apply(backup);
    boolean mends = need == Need.WAKE || need == Need.RESUME || need == Need.RENEW;
    if (mends && knowsItsNumbers(backup, shard)) {
      shard.exclusively(() -> onTurn(backup, shard, need));
    }
  }

  private void attend(ShardBackup backup, Need need) {
    try {
      FollowedShard shard = open(backup);
      if (shard != null && knowsItsNumbers(backup, shard)) {
        shard.exclusively(() -> onTurn(backup, shard, need));
      }
    } finally {
      backup.endAttending();
    }
  }

  /** The shard may have been closed, and what was needed been done, before the turn came. */
  private void onTurn(ShardBackup backup, FollowedShard shard, Need need) {
    boolean asked = need == Need.PARK || (need == Need.WAKE && !backup.isPrepared());
    if (backup.shard() == shard && (asked || needs.apply(backup) == need)) {
      taker.take(backup, shard, need);
      onDone.accept(backup);
    }
  }

  /** The shard, opened if it is closed; null if it can't be. */
  private @Nullable FollowedShard open(ShardBackup backup) {
    Shards registry = shards;
    if (backup.shard() == null && registry != null) {
      try {
        registry.read(backup.id(), (_, revision) -> revision);
      } catch (CairnException e) {
        if (e.code() == ErrorCode.SHARD_NOT_FOUND) {
          onMissing.accept(backup.id());
        } else {
          taker.failed(backup, "open it", e.detail());
        }
        return null;
      }
    }
    return backup.shard();
  }

  /**
   * Looks the numbers of earlier epochs up for a shard whose file knows none: there may have been
   * another of its name before.
   */
  private boolean knowsItsNumbers(ShardBackup backup, FollowedShard shard) {
    ReplicatedFile file = shard.store().file();
    if (file == null || file.epoch() > 0 || backup.listed() >= 0) {
      return true;
    }
    try {
      long newest = 0;
      if (store != null) {
        for (EpochName epoch : store.epochs(backup.name())) {
          newest = Math.max(newest, epoch.number());
        }
      }
      backup.listed(newest);
      return true;
    } catch (IOException e) {
      taker.failed(backup, "list its epochs", String.valueOf(e.getMessage()));
      return false;
    }
  }
}
