package dev.cairn;

/**
 * How revisions are numbered. A revision is a {@code long} that rises by one with every committed
 * write unit of a shard. A <i>history</i> is a run of revisions without a gap; each restore or
 * re-creation begins a new one at a multiple of {@link #HISTORY_SPAN}, so that no old tag or cursor
 * fits other content.
 */
public final class Revision {

  /** How many revisions a history may hold: one billion. */
  public static final long HISTORY_SPAN = 1_000_000_000L;

  private Revision() {}

  /** The number of the history that {@code revision} belongs to, from 0. */
  public static long history(long revision) {
    return revision / HISTORY_SPAN;
  }

  /** The first revision of the history that {@code revision} belongs to. */
  public static long beginOfHistory(long revision) {
    return history(revision) * HISTORY_SPAN;
  }

  /**
   * The revision a new history begins with: the next multiple of {@link #HISTORY_SPAN} above {@code
   * highest}. The first write unit of that history takes the number after it.
   *
   * @param highest the highest revision that may have been handed out
   */
  public static long newHistoryAfter(long highest) {
    return Math.multiplyExact(history(highest) + 1, HISTORY_SPAN);
  }
}
