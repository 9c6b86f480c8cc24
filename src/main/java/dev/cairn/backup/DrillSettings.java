package dev.cairn.backup;

import java.time.Duration;

/**
 * When shards are restored for a trial.
 *
 * @param interval after a write, how long after the last drill the next one comes at the latest
 * @param delay how long after the begin of an epoch its first drill comes
 */
public record DrillSettings(Duration interval, Duration delay) {

  /** What holds where a deployment sets nothing. */
  public static final DrillSettings DEFAULT =
      new DrillSettings(Duration.ofHours(24), Duration.ofMinutes(2));

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a time is not positive
   */
  public DrillSettings {
    requirePositive(interval, "drill-interval");
    requirePositive(delay, "drill-delay");
  }

  private static void requirePositive(Duration time, String name) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(
          "cairn.backup." + name + " is " + time + "; it must be greater than zero");
    }
  }
}
