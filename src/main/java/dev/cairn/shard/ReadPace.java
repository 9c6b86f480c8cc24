package dev.cairn.shard;

import java.util.concurrent.TimeUnit;

/**
 * Judges by the recent reads of a shard whether an event loop may wait for the next one. It goes by
 * the average: a single read that took long says little, since on a busy machine the thread itself
 * may have been kept from running meanwhile.
 *
 * <p>Any thread. It only steers where reads are carried out, so late news and lost updates do no
 * harm.
 */
final class ReadPace {

  /** Reads that take longer than this on average would hold up the other requests of their loop. */
  static final long SLOW_AVERAGE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /**
   * A read moves the average by its difference divided by this, so that one that took 160 ms, or
   * nine that took 20 ms, make a shard slow.
   */
  static final long INERTIA = 32;

  /** How long reads keep off event loops after that. */
  static final long SLOW_FOR_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Below this no read counts, so that the common case writes nothing. */
  private static final long NEGLIGIBLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private volatile long average;
  private volatile boolean slow;
  private volatile long slowUntil;

  /** Takes note of a read, by the ticker's nanoseconds. */
  void took(long begun, long ended) {
    long nanos = ended - begun;
    long before = average;
    if (nanos < NEGLIGIBLE_NANOS && before < NEGLIGIBLE_NANOS) {
      return;
    }
    long now = before + (nanos - before) / INERTIA;
    average = now;
    if (now > SLOW_AVERAGE_NANOS) {
      slowUntil = ended + SLOW_FOR_NANOS;
      slow = true;
    }
  }

  /** Whether no event loop should wait for a read now, by the ticker's nanoseconds. */
  boolean isSlow(long now) {
    if (slow && now - slowUntil >= 0) {
      slow = false;
    }
    return slow;
  }
}
