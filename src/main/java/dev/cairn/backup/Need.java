package dev.cairn.backup;

import dev.cairn.shard.FollowedShard;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.StoreSizes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a shard needs next so that its backup goes on as it should. Pure. */
enum Need {
  /** Nothing, or not yet. */
  NOTHING,
  /** An epoch: it was written to while it had none. */
  WAKE,
  /** To be registered with the replicator that runs now. */
  RESUME,
  /** A new epoch in the place of one that can't be gone on with. */
  RENEW,
  /** A new epoch in the place of one that has grown old or large. */
  ROTATE,
  /** To be given back the care of its log, which has grown too large while it can't be copied. */
  GIVE_UP,
  /** To be parked: nobody has written to it for long. */
  PARK;

  private static final int BYTES_OF_A_MEBIBYTE = 1 << 20;

  /**
   * Of a shard, by now.
   *
   * @param generation of the replicator
   * @param now by the ticker, in nanoseconds
   * @param millis by the clock, since 1970 UTC
   */
  static Need of(
      ShardBackup backup, long generation, BackupSettings settings, long now, long millis) {
    if (!backup.mayTry(now)) {
      return NOTHING;
    }
    return switch (backup.phase()) {
      case Phase.Cold _, Phase.Parking _ -> NOTHING;
      case Phase.Waking _ -> WAKE;
      case Phase.Hot hot -> ofHot(backup, hot, generation, settings, now, millis);
    };
  }

  private static Need ofHot(
      ShardBackup backup,
      Phase.Hot hot,
      long generation,
      BackupSettings settings,
      long now,
      long millis) {
    StoreSizes sizes = sizes(backup.shard());
    boolean logTooLarge = sizes.walBytes() >= settings.logBytes();
    boolean failing = !backup.failure().isEmpty();
    if (hot.generation() != generation) {
      return logTooLarge && failing ? GIVE_UP : RESUME;
    }
    if (backup.isLost()) {
      return RENEW;
    }
    if (logTooLarge) {
      return failing ? GIVE_UP : ROTATE;
    }
    if (now - backup.lastCommit() >= idleNanos(settings, sizes)) {
      return PARK;
    }
    return millis - hot.epoch().began() >= settings.epochAge().toMillis() ? ROTATE : NOTHING;
  }

  /** Those of a closed shard tell nothing: its log can't grow. */
  private static StoreSizes sizes(@Nullable FollowedShard shard) {
    if (shard != null) {
      try {
        return shard.store().sizes();
      } catch (StorageFault closing) {
        // As good as closed.
      }
    }
    return new StoreSizes(0, 0);
  }

  private static long idleNanos(BackupSettings settings, StoreSizes sizes) {
    return settings.idle().toNanos()
        + TimeUnit.MILLISECONDS.toNanos(
            sizes.bytes() / BYTES_OF_A_MEBIBYTE * BackupSettings.IDLE_MILLIS_EACH_MEBIBYTE);
  }
}
