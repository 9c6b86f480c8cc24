package dev.cairn.http;

/**
 * The bounds of aggregations, and of reads over several shards.
 *
 * @param groups most groups of one, from 1
 * @param groupBytes most bytes of strings that the groups of one and their figures hold, from 1
 * @param shards most shards that one request reads
 * @param shardsAtOnce most of them that it reads at a time
 */
public record QuerySettings(int groups, long groupBytes, int shards, int shardsAtOnce) {

  /** What holds where a deployment sets nothing. */
  public static final QuerySettings DEFAULT = new QuerySettings(10_000, 16 << 20, 1_000, 2);

  private static final int MOST_GROUPS = 1_000_000;
  private static final long MOST_BYTES = 1L << 30;
  private static final int MOST_SHARDS = 100_000;
  private static final int MOST_AT_ONCE = 64;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException that names the setting
   */
  public QuerySettings {
    require("groups", groups, MOST_GROUPS);
    require("group-bytes", groupBytes, MOST_BYTES);
    require("shards", shards, MOST_SHARDS);
    require("shards-at-once", shardsAtOnce, MOST_AT_ONCE);
  }

  private static void require(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "cairn.queries." + name + " is " + value + "; it must be from 1 to " + most);
    }
  }
}
