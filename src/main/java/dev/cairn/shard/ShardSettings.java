package dev.cairn.shard;

import dev.cairn.Durability;
import dev.cairn.Quotas;
import java.time.Duration;

/**
 * How the registry keeps shards.
 *
 * @param autoCreate whether the first write makes its shard; otherwise only {@link Shards#put} does
 * @param defaultDurability of shards that are made without one
 * @param openCap most shards that are open at a time, from 1
 * @param waitingWrites most writes that wait for a shard to open, over all shards, from 1
 * @param waitingBytes most bytes that these writes hold, from 1; one that is larger by itself waits
 *     alone
 * @param lendWait how long a request waits for a place for its shard while all of them are in use
 * @param drainWait how long a deletion, and the end of the service, wait for requests under way
 * @param quarantineRetry after which time a request has a quarantined shard tried again
 * @param idleClose after which time an unused shard is closed; zero for never
 * @param writerThreads threads for writes that hardly wait for the disk, from 1
 * @param diskWriterThreads threads for writes that do, and for checkpoints, from 1
 * @param openerThreads threads that open shards, from 1; so many slow ones hold up no other
 * @param quotas of shards that have none of their own
 */
public record ShardSettings(
    boolean autoCreate,
    Durability defaultDurability,
    int openCap,
    int waitingWrites,
    long waitingBytes,
    Duration lendWait,
    Duration drainWait,
    Duration quarantineRetry,
    Duration idleClose,
    int writerThreads,
    int diskWriterThreads,
    int openerThreads,
    Quotas quotas) {

  /** What holds where a deployment sets nothing. */
  public static final ShardSettings DEFAULT =
      new ShardSettings(
          true,
          Durability.NORMAL,
          256,
          4096,
          64L * 1024 * 1024,
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Math.max(2, Runtime.getRuntime().availableProcessors()),
          Math.max(8, 2 * Runtime.getRuntime().availableProcessors()),
          8,
          new Quotas(0, 0, 0, 0, 30_000, 0));

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a count is below 1 or a time is negative
   */
  public ShardSettings {
    requirePositive(openCap, "open-cap");
    requirePositive(waitingWrites, "waiting-writes");
    requirePositive(waitingBytes, "waiting-bytes");
    requirePositive(writerThreads, "writer-threads");
    requirePositive(diskWriterThreads, "disk-writer-threads");
    requirePositive(openerThreads, "opener-threads");
    requireNotNegative(lendWait, "lend-wait");
    requireNotNegative(drainWait, "drain-wait");
    requireNotNegative(quarantineRetry, "quarantine-retry");
    requireNotNegative(idleClose, "idle-close");
  }

  private static void requirePositive(long value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "cairn.shards." + name + " is " + value + "; it must be at least 1");
    }
  }

  private static void requireNotNegative(Duration value, String name) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "cairn.shards." + name + " is " + value + "; it must not be negative");
    }
  }
}
