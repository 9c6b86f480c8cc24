package dev.cairn.backup;

import java.time.Duration;

/**
 * When whole copies of shards are made, and how many are kept.
 *
 * @param interval a shard that has changed since its last copy gets one within that time; zero if
 *     none are made
 * @param keeping which are kept
 */
public record CopySettings(Duration interval, CopyKeeping keeping) {

  /** What holds where a deployment sets nothing. */
  public static final CopySettings DEFAULT =
      new CopySettings(Duration.ofDays(1), CopyKeeping.DEFAULT);

  /** Where copies that are due at the same time are spread over: so much of the interval. */
  private static final int SPREAD = 4;

  private static final int STEPS = 256;

  /**
   * @throws IllegalArgumentException if the interval is negative
   */
  public CopySettings {
    if (interval.isNegative()) {
      throw new IllegalArgumentException(
          "cairn.backup.copies-interval is " + interval + "; it must not be below zero");
    }
  }

  /** Whether any are made. */
  public boolean on() {
    return interval.isPositive();
  }

  /**
   * When the copy of a shard is due. Shards that changed at the same time are not due at the same
   * time.
   *
   * @param name of the shard
   * @param since when it changed first after its last copy, in milliseconds since 1970 UTC
   */
  long due(String name, long since) {
    long spread = interval.toMillis() / SPREAD;
    return since + interval.toMillis() - spread * Math.floorMod(name.hashCode(), STEPS) / STEPS;
  }
}
