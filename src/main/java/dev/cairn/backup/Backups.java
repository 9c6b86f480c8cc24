package dev.cairn.backup;

import dev.cairn.ShardId;
import java.util.concurrent.CompletableFuture;

/** The door to the backup of the node's shards. Any thread; only {@link #verify} blocks. */
public interface Backups {

  /**
   * Waits until a revision that was committed is in the replica. One call of the replicator serves
   * all who wait for the same shard. After {@link BackupSettings#replicatedWait} the answer is no.
   *
   * @return whether it is known to be there; never completed exceptionally
   */
  CompletableFuture<Boolean> replicated(ShardId id, long revision);

  /** How the backup of a shard stands; of one that does not exist, as of a cold one. */
  BackupStatus status(ShardId id);

  /**
   * Restores a shard for a trial now, and compares it with what is served; begins its backup anew
   * if it is no good. Blocks for as long as a restore takes, and half a minute if another shard is
   * being tried.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#DRILL_UNTRIED} if it can't be tried
   *     now, {@link dev.cairn.ErrorCode#BACKUP_OFF} if the node makes no backup
   */
  Drilled verify(ShardId id);

  /** How the backup of all shards stands. */
  BackupFigures figures();
}
