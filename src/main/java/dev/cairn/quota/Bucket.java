package dev.cairn.quota;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bucket of tokens, filled evenly, that holds those of one second. It keeps one number, the time
 * at which it will be full again if nothing is taken; each token taken moves that time on by the
 * time in which one flows in. What is taken is so a share of the bucket and not a count, and a rate
 * that changes needs no conversion. Times are rounded to nanoseconds in the taker's favour: of a
 * rate R, by less than R / 10^9 of it. Any thread; without locks.
 */
final class Bucket {

  /** It takes part no longer; whoever is told so looks for the one that took its place. */
  static final long ENDED = Long.MIN_VALUE;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Nothing was ever taken. No time that a ticker tells in a life of a machine. */
  private static final long UNTOUCHED = Long.MIN_VALUE + 1;

  private final AtomicLong fullAt = new AtomicLong(UNTOUCHED);

  /**
   * Takes a token.
   *
   * @param perSecond the rate, from 1
   * @param now by a ticker, always the same one
   * @return how many whole tokens are left; if there was none, the nanoseconds until there is one,
   *     negated; {@link #ENDED}
   */
  long take(long perSecond, long now) {
    long each = each(perSecond);
    if (each == 0) {
      return perSecond;
    }
    while (true) {
      long before = fullAt.get();
      if (before == ENDED) {
        return ENDED;
      }
      long missing = missing(before, now) + each;
      long left = each * perSecond - missing;
      if (left < 0) {
        return left;
      }
      if (fullAt.compareAndSet(before, now + missing)) {
        return left / each;
      }
    }
  }

  /** How many whole tokens there are. */
  long left(long perSecond, long now) {
    long each = each(perSecond);
    return each == 0
        ? perSecond
        : Math.max(0, each * perSecond - missing(fullAt.get(), now)) / each;
  }

  /** Gives back a token that was taken at this rate. */
  void giveBack(long perSecond) {
    long each = each(perSecond);
    fullAt.getAndUpdate(before -> before <= UNTOUCHED ? before : before - each);
  }

  /** Ends it if it is full, so that nothing is lost with it. */
  boolean end(long now) {
    long before = fullAt.get();
    return before != ENDED && missing(before, now) == 0 && fullAt.compareAndSet(before, ENDED);
  }

  /** The time in which one token flows in; rates beyond one a nanosecond are no bound. */
  private static long each(long perSecond) {
    return SECOND / perSecond;
  }

  /** What has to flow in until it is full, in nanoseconds. */
  private static long missing(long fullAt, long now) {
    return fullAt <= UNTOUCHED ? 0 : Math.max(0, fullAt - now);
  }
}
