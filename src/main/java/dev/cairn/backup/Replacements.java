package dev.cairn.backup;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the backup does when another file takes the place of a shard's: lets it go only if the
 * present state is in the replica, and has the new one copied in an epoch of its own. Any thread;
 * calls for the same shard come one at a time, while it is closed.
 */
final class Replacements {

  private final ConcurrentHashMap<ShardId, ShardBackup> backups;
  private final Function<ShardId, ShardBackup> unknown;
  private final StepTaker taker;
  private final Attendant attendant;

  /**
   * @param unknown makes what is known of a closed shard of which nothing is
   */
  Replacements(
      ConcurrentHashMap<ShardId, ShardBackup> backups,
      Function<ShardId, ShardBackup> unknown,
      StepTaker taker,
      Attendant attendant) {
    this.backups = backups;
    this.unknown = unknown;
    this.taker = taker;
    this.attendant = attendant;
  }

  /**
   * Another file is about to take the place.
   *
   * @param readable whether the shard was open until now, so that it has been parked if it could be
   * @throws CairnException {@link ErrorCode#BACKUP_UNAVAILABLE} if its state is not in the replica
   */
  void replacing(ShardId id, boolean readable) {
    ShardBackup known = backups.get(id);
    if (known != null && readable && !(known.phase() instanceof Phase.Cold)) {
      throw new CairnException(
          ErrorCode.BACKUP_UNAVAILABLE,
          "The present state of shard "
              + id
              + " could not be brought into the replica, so it stays as it is. "
              + known.failure());
    }
    if (known != null && !readable) {
      taker.abandon(known);
    }
    ShardBackup backup = backups.computeIfAbsent(id, unknown);
    // On the disk before the file is there: after a crash nobody else knows that it is to be
    // copied.
    taker.mark(backup);
  }

  /** The file is in its place. */
  void replaced(ShardId id) {
    @Nullable ShardBackup backup = backups.get(id);
    if (backup != null) {
      attendant.attendLater(backup);
    }
  }
}
