package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.backup.BackupStatus;
import dev.cairn.backup.Backups;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Holds back the answer to a write for which {@code Prefer: wait=replicated} was sent, until the
 * revision it tells of is in the replica. Any thread; nothing here blocks.
 */
@Singleton
final class ReplicatedWait {

  private final Backups backups;

  @Inject
  ReplicatedWait(Backups backups) {
    this.backups = backups;
  }

  /**
   * Waits until a revision is in the replica.
   *
   * @return fails with {@link ErrorCode#NOT_REPLICATED} if that is not known in time
   */
  CompletableFuture<Boolean> confirmed(ShardId shard, long revision) {
    return backups
        .replicated(shard, revision)
        .thenApply(
            known -> {
              if (!known) {
                throw unconfirmed(shard, revision);
              }
              return true;
            });
  }

  private CairnException unconfirmed(ShardId shard, long revision) {
    BackupStatus status = backups.status(shard);
    Map<String, Object> members = new TreeMap<>();
    members.put("revision", revision);
    members.put("replicatedRevision", status.replicatedRevision());
    members.put("backupState", status.state().word());
    Duration lag = status.lag();
    if (lag != null) {
      members.put("lagSeconds", lag.toMillis() / 1000.0);
    }
    String why =
        status.reason().isEmpty() ? "The replica has not confirmed it in time." : status.reason();
    return new CairnException(
        ErrorCode.NOT_REPLICATED,
        "The write was kept as revision "
            + revision
            + ", but is not known to be in the replica: "
            + why,
        List.of(),
        members,
        null);
  }
}
