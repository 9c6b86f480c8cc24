package dev.cairn.http;

/**
 * The bounds of aggregations.
 *
 * @param groups most groups of one, from 1
 * @param groupBytes most bytes of strings that the groups of one and their figures hold, from 1
 */
public record QuerySettings(int groups, long groupBytes) {

  /** What holds where a deployment sets nothing. */
  public static final QuerySettings DEFAULT = new QuerySettings(10_000, 16 << 20);

  private static final int MOST_GROUPS = 1_000_000;
  private static final long MOST_BYTES = 1L << 30;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException that names the setting
   */
  public QuerySettings {
    require("groups", groups, MOST_GROUPS);
    require("group-bytes", groupBytes, MOST_BYTES);
  }

  private static void require(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "cairn.queries." + name + " is " + value + "; it must be from 1 to " + most);
    }
  }
}
