package dev.cairn.storage;

import java.time.Duration;

/**
 * How much of its feed a shard keeps.
 *
 * @param most changes that are kept, 1 to 10,000,000; about {@link #STEP} more until they are
 *     deleted
 * @param age how much older than the newest a change may be, at least a second
 */
public record FeedSettings(int most, Duration age) {

  /** Changes after which it is looked whether old ones can go, and most that go at a time. */
  public static final int STEP = 1000;

  /** What holds where a deployment sets nothing. */
  public static final FeedSettings DEFAULT = new FeedSettings(100_000, Duration.ofDays(7));

  private static final int MOST = 10_000_000;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public FeedSettings {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException(
          "cairn.changes.kept is " + most + "; it must be from 1 to " + MOST);
    }
    if (age.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "cairn.changes.age is " + age + "; it must be at least a second");
    }
  }
}
