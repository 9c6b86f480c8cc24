package dev.cairn.litestream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a process is started again. Any thread if {@code random} is for any.
 *
 * @param first the longest wait after a first failure; it doubles with each further one
 * @param longest where it stops doubling
 * @param random for the jitter
 */
record BackOff(Duration first, Duration longest, RandomGenerator random) {

  /** Doublings after which a wait is the longest, whatever it began with. */
  private static final int MAX_DOUBLINGS = 20;

  /**
   * Half to all of the wait after so many failures in a row.
   *
   * @param failures from 1
   */
  Duration delay(int failures) {
    int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
    long full = Math.min(longest.toMillis(), first.toMillis() << doublings);
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }
}
