package dev.cairn;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads will bring about. Any thread. */
public final class Eventually {

  /** Far longer than anything takes, on a busy machine too. */
  private static final long DEADLINE_SECONDS = 60;

  private Eventually() {}

  /**
   * Returns once {@code condition} holds.
   *
   * @throws AssertionError with {@code what} if it does not in time
   */
  public static void holds(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("Not so after " + DEADLINE_SECONDS + " s: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }
}
