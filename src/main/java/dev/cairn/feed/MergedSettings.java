package dev.cairn.feed;

/**
 * Bounds of merged feeds.
 *
 * @param shards most shards of one feed, from 1
 * @param feeds most feeds that are followed at a time, from 1
 * @param followed most shards of all feeds together, from {@code shards}; each takes some 300 bytes
 * @param reads most shards of one feed that are read at a time, from 1
 */
public record MergedSettings(int shards, int feeds, int followed, int reads) {

  /** What holds where a deployment sets nothing. */
  public static final MergedSettings DEFAULT = new MergedSettings(10_000, 1000, 100_000, 4);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names its setting
   */
  public MergedSettings {
    atLeast("feed-shards", shards, 1);
    atLeast("feeds", feeds, 1);
    atLeast("followed", followed, shards);
    atLeast("feed-reads", reads, 1);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "cairn.changes." + name + " is " + value + "; it must be " + least + " or more");
    }
  }
}
