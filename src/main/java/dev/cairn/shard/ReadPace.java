package dev.cairn.shard;

import java.util.concurrent.TimeUnit;

/**
 * Judges by the recent reads of a shard whether an event loop may wait for the next one. A single
 * read that took long says little: on a busy machine the thread itself may have been kept from
 * running meanwhile. Several of them, or one that took very long, are the disk's doing.
 *
 * <p>Any thread. It only steers where reads are carried out, so late news and lost updates do no
 * harm.
 */
final class ReadPace {

  /** One read that takes longer than this has held up every other request of its event loop. */
  static final long SLOW_READ_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** The same of the average read. */
  static final long SLOW_AVERAGE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How long reads keep off event loops after that. */
  static final long SLOW_FOR_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Below this no read counts, so that the common case writes nothing. */
  private static final long NEGLIGIBLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A read moves the average by its difference divided by this. */
  private static final long INERTIA = 8;

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
    if (nanos > SLOW_READ_NANOS || now > SLOW_AVERAGE_NANOS) {
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
