package dev.cairn.snapshot;

import java.time.Duration;

/**
 * Bounds of snapshots.
 *
 * @param most of one shard, from 1
 * @param bytes that those of one shard may take before another one is made, from 1
 * @param atOnce how many are made at a time, over all shards, from 1
 * @param open how many are open for reads at a time, over all shards, from 1
 * @param idle how long one stays open that nobody reads from, from a millisecond
 */
public record SnapshotSettings(int most, long bytes, int atOnce, int open, Duration idle) {

  /** What holds where a deployment sets nothing. */
  public static final SnapshotSettings DEFAULT =
      new SnapshotSettings(100, 16L << 30, 2, 16, Duration.ofSeconds(30));

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names its setting
   */
  public SnapshotSettings {
    require(most, "most");
    require(bytes, "bytes");
    require(atOnce, "at-once");
    require(open, "open");
    require(idle.toMillis(), "idle");
  }

  private static void require(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "cairn.snapshots." + name + " is " + value + "; it must be at least 1");
    }
  }
}
