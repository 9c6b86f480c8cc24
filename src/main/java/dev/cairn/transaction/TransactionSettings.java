package dev.cairn.transaction;

import java.time.Duration;

/**
 * Bounds of interactive transactions.
 *
 * @param timeout how long one may be open if it does not say so itself, above 0
 * @param longest the most that it may ask for, not below {@code timeout}
 * @param idle how long it is kept without a request, above 0
 * @param writerWait how long other writes to its shard wait for it before they are refused, above 0
 * @param most open ones of the node, from 1
 * @param readOnlyOfShard open ones of a shard that only read, from 1
 * @param operations of one transaction, from 1
 * @param bytes that the operations of one hold together, as {@link dev.cairn.storage.UnitSize}
 *     counts, from 1
 * @param remembered ended ones whose end is still told, from 1
 */
public record TransactionSettings(
    Duration timeout,
    Duration longest,
    Duration idle,
    Duration writerWait,
    int most,
    int readOnlyOfShard,
    int operations,
    long bytes,
    int remembered) {

  /** What holds where a deployment sets nothing. */
  public static final TransactionSettings DEFAULT =
      new TransactionSettings(
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          32,
          4,
          10_000,
          64L * 1024 * 1024,
          1000);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names its setting
   */
  public TransactionSettings {
    positive("timeout", timeout);
    positive("idle", idle);
    positive("writer-wait", writerWait);
    if (longest.compareTo(timeout) < 0) {
      throw new IllegalArgumentException(
          "cairn.transactions.longest is " + longest + "; it must not be below the timeout");
    }
    atLeastOne("most", most);
    atLeastOne("read-only-of-shard", readOnlyOfShard);
    atLeastOne("operations", operations);
    atLeastOne("bytes", bytes);
    atLeastOne("remembered", remembered);
  }

  private static void positive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(
          "cairn.transactions." + name + " is " + value + "; it must be above 0");
    }
  }

  private static void atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "cairn.transactions." + name + " is " + value + "; it must be 1 or more");
    }
  }
}
