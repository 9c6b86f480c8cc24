package dev.cairn.cli;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a request that failed in passing is sent again. Any thread.
 *
 * @param retries most further attempts; 0 for none
 * @param pause how to wait
 * @param random for the jitter
 */
record RetryPolicy(int retries, Pause pause, RandomGenerator random) {

  /** The first wait without jitter, in milliseconds; it doubles with each attempt. */
  static final long FIRST_WAIT_MILLIS = 200;

  /** The longest wait of ours, in milliseconds. */
  static final long LONGEST_WAIT_MILLIS = 10_000;

  /** The longest wait that a server may ask for, in seconds. */
  static final long LONGEST_RETRY_AFTER_SECONDS = 60;

  /** Waits; a test passes one that only notes the wait. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration wait) throws InterruptedException;
  }

  /**
   * How long to wait before attempt {@code attempt} (1 is the first repetition): what the server
   * asked for if it did, else half to all of an exponentially growing time.
   *
   * @param retryAfterSeconds the server's wish, negative for none
   */
  Duration delay(int attempt, long retryAfterSeconds) {
    if (retryAfterSeconds >= 0) {
      return Duration.ofSeconds(Math.min(retryAfterSeconds, LONGEST_RETRY_AFTER_SECONDS));
    }
    long full = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(attempt - 1, 10));
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }
}
