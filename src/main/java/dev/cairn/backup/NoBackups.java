package dev.cairn.backup;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Of a node that makes no backup. */
public final class NoBackups implements Backups {

  private final String reason;

  /**
   * @param reason why it makes none, fit for users
   */
  public NoBackups(String reason) {
    this.reason = reason;
  }

  @Override
  public CompletableFuture<Boolean> replicated(ShardId id, long revision) {
    return CompletableFuture.completedFuture(false);
  }

  @Override
  public BackupStatus status(ShardId id) {
    return new BackupStatus(BackupState.OFF, reason, null, 0, null, ShardProof.NONE);
  }

  @Override
  public Drilled verify(ShardId id) {
    throw new CairnException(ErrorCode.BACKUP_OFF, "No backup is made: " + reason);
  }

  @Override
  public BackupFigures figures() {
    return new BackupFigures(
        false,
        new Replicator.Condition(false, reason, 0, 0),
        0,
        Map.of(),
        Duration.ZERO,
        0,
        DrillFigures.NONE,
        ReplicaFigures.NONE);
  }
}
