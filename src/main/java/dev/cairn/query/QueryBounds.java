package dev.cairn.query;

/**
 * The bounds of filters and sorts. Fixed: the expressions and binds of SQLite are sized by them.
 */
public final class QueryBounds {

  /** Deepest nesting of a filter; a lone condition is 1 deep. */
  public static final int MAX_DEPTH = 32;

  /** Most conditions and groups of a filter, all levels together. */
  public static final int MAX_PARTS = 200;

  /** Most members of the list of one {@code in} or {@code nin}. */
  public static final int MAX_LIST = 1000;

  /** Most operands of a filter, all conditions together. */
  public static final int MAX_OPERANDS = 10_000;

  /** Most criteria of a sort. */
  public static final int MAX_CRITERIA = 8;

  /** Bytes of a string, in UTF-8 and from its beginning, that count in a sort. */
  public static final int SORTED_BYTES = 1024;

  /**
   * Most bytes of a string, in UTF-8, that is looked for within others: each place of each of those
   * is compared with it.
   */
  public static final int MAX_SOUGHT_BYTES = 4096;

  /** Most aggregates of a request: each field of them is two columns of a statement. */
  public static final int MAX_AGGREGATES = 16;

  /** Most bytes of the name of an aggregate, in UTF-8: it stands in the answer for each group. */
  public static final int MAX_NAME_BYTES = 100;

  private QueryBounds() {}
}
