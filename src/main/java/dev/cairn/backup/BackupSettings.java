package dev.cairn.backup;

import java.time.Duration;

/**
 * Bounds and times of the backup.
 *
 * @param hotCap most shards that are hot at a time, from 1; the replicator's own capacity may be
 *     less
 * @param idle how long a shard stays hot after its last write, at least two minutes where points in
 *     time are to stay as fine as they were made
 * @param syncInterval how often it is asked whether the writes of a shard are in the replica, when
 *     nobody waits for that
 * @param epochAge after which a shard that is still hot gets a new epoch
 * @param logBytes size of a write-ahead log from which the shard gets a new epoch, or, while the
 *     replica can't be reached, none until it can
 * @param callLimit how long a call of the replicator may take
 * @param replicatedWait how long a write that is to be in the replica waits for that
 */
public record BackupSettings(
    int hotCap,
    Duration idle,
    Duration syncInterval,
    Duration epochAge,
    long logBytes,
    Duration callLimit,
    Duration replicatedWait) {

  /** What holds where a deployment sets nothing. */
  public static final BackupSettings DEFAULT =
      new BackupSettings(
          800,
          Duration.ofMinutes(3),
          Duration.ofSeconds(2),
          Duration.ofHours(6),
          256L * 1024 * 1024,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));

  /**
   * By how much a shard stays hot longer for each MiB of its file, in milliseconds: to wake it
   * again costs a copy of the whole.
   */
  static final long IDLE_MILLIS_EACH_MEBIBYTE = 1000;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a count is below 1 or a time not positive
   */
  public BackupSettings {
    requirePositive(hotCap, "hot-cap");
    requirePositive(logBytes, "log-bytes");
    requirePositive(idle.toNanos(), "idle");
    requirePositive(syncInterval.toNanos(), "sync-interval");
    requirePositive(epochAge.toNanos(), "epoch-age");
    requirePositive(callLimit.toNanos(), "call-limit");
    requirePositive(replicatedWait.toNanos(), "replicated-wait");
  }

  private static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException("cairn.backup." + name + " must be greater than zero");
    }
  }
}
