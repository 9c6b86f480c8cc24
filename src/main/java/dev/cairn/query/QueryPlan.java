package dev.cairn.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a query or a count is answered: which index is used, if any. Whatever is chosen, the answer
 * is the same. Made for the indexes of one state, and of use for that state only. Immutable; any
 * thread.
 */
public final class QueryPlan {

  /** Of the square root of the entries asked for: see {@link #probeBound}. */
  private static final int PROBED = 500;

  private final @Nullable IndexUse use;
  private final @Nullable IndexUse instead;
  private final boolean guess;
  private final List<Sort> sort;

  private QueryPlan(
      @Nullable IndexUse use, @Nullable IndexUse instead, boolean guess, List<Sort> sort) {
    this.use = use;
    this.instead = instead;
    this.guess = guess;
    this.sort = sort;
  }

  /**
   * The plan for what is asked.
   *
   * @param indexes those that are ready
   */
  public static QueryPlan of(@Nullable Filter filter, List<Sort> sort, List<QueryIndex> indexes) {
    IndexUse byFilter = IndexUse.forFilter(filter, sort, indexes);
    IndexUse bySort = IndexUse.forSort(filter, sort, indexes);
    if (byFilter == null || (bySort != null && !byFilter.isNarrow() && byFilter.orders())) {
      return new QueryPlan(bySort, null, false, sort);
    }
    // Values are few, and without a better order all entries would have to be looked at anyway.
    // A range may hold nearly all entries, and is then best left to whoever has them in order.
    boolean ordered = sort.isEmpty() || bySort != null;
    return new QueryPlan(byFilter, bySort, ordered && !byFilter.isNarrow(), sort);
  }

  /** The plan for a count, which looks at all that match. */
  public static QueryPlan ofCount(@Nullable Filter filter, List<QueryIndex> indexes) {
    return new QueryPlan(IndexUse.forFilter(filter, List.of(), indexes), null, false, List.of());
  }

  /**
   * A count of the rows of the index that the query would look at, where it must be known whether
   * they are few; null where it need not. Its answer goes to {@link #judged}.
   */
  public @Nullable CompiledQuery probe(Query query) {
    return use == null || !guess
        ? null
        : new IndexedQuery(use, query.filter()).probe(probeBound(query) + 1);
  }

  /** This plan if the rows that {@link #probe} counted are few, otherwise the one in its place. */
  public QueryPlan judged(Query query, long rows) {
    return rows <= probeBound(query) ? this : new QueryPlan(instead, null, false, sort);
  }

  /**
   * Beyond so many rows it is quicker to go through entries in the order asked for until enough
   * match. Of n entries of which m match, that takes (entries asked for) × n / m of them, and the
   * index m; they are equal at the square root of (entries asked for) × n, here with a few hundred
   * thousand entries for n.
   */
  private static long probeBound(Query query) {
    return (long) (PROBED * Math.sqrt((double) query.limit() + query.offset()));
  }

  /** The statement for a page of the query that the plan was made for. */
  public CompiledQuery compile(Query query) {
    return use == null
        ? SqlCompiler.compile(query)
        : new IndexedQuery(use, query.filter()).page(query);
  }

  /** The statement for the count that the plan was made for. */
  public CompiledQuery compileCount(@Nullable Filter filter) {
    return use == null ? SqlCompiler.compileCount(filter) : new IndexedQuery(use, filter).count();
  }

  /**
   * The statement for what an aggregation looks at, of which the plan was made as for a count: a
   * row of {@link Aggregation#columns} columns for each entry that matches. Of one that looks at
   * nothing it is the count.
   */
  public CompiledQuery compileAggregation(Aggregation asked) {
    if (asked.columns() == 0) {
      return compileCount(asked.filter());
    }
    return use == null
        ? AggregateSql.compile(asked)
        : new IndexedQuery(use, asked.filter()).values(asked);
  }

  /** The name of the index that is used; null if none is, and entries are looked at by key. */
  public @Nullable String index() {
    return use == null ? null : use.index().name();
  }

  /** Whether a range of the index is looked at, rather than all of it in its order. */
  public boolean isRange() {
    return use != null && !use.conditions().isEmpty();
  }

  /** Whether what is found has to be sorted. */
  public boolean sorts() {
    if (use == null) {
      return !sort.isEmpty();
    }
    return sort.isEmpty() ? !use.isOneValue() : !use.orders() || sort.size() > 1;
  }
}
