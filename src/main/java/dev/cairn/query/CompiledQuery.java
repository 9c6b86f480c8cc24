package dev.cairn.query;

import java.util.List;

/**
 * A query or a count as one SQL statement. Its parameters are numbered: number 1 is the id of the
 * namespace and number 2 the time, at which entries have expired or not, in milliseconds since 1970
 * UTC, both bound by the driver; {@code binds.get(i)} is number {@link #FIRST_BIND}{@code + i}; a
 * bind is a {@link Long}, a {@link Double}, a {@link String} (bound as text) or a byte array (bound
 * as a blob). No value of the request stands in the text, so equal forms of query share one text.
 *
 * <p>Of a query the columns are, from 1: key, version, created, updated, value, metadata (these two
 * NULL where not wanted, and always if {@link #isSorted}), expires, and then {@link #sortColumns()}
 * more, from {@link #FIRST_SORT_COLUMN}. It answers one row more than the limit if there are more;
 * a {@link RowPage} makes the page of the rows. Of a count there is one column, and one row; of an
 * aggregation what {@link QueryPlan#compileAggregation} says. Immutable; any thread.
 */
public final class CompiledQuery {

  /** The first of the sort columns, counted from 1. */
  public static final int FIRST_SORT_COLUMN = 8;

  /** The number of the first parameter that stands in {@link #binds}. */
  public static final int FIRST_BIND = 3;

  private final String sql;
  private final List<Object> binds;
  private final List<Sort> sort;
  private final boolean gathered;

  CompiledQuery(String sql, List<Object> binds, List<Sort> sort, boolean gathered) {
    this.sql = sql;
    this.binds = binds;
    this.sort = sort;
    this.gathered = gathered;
  }

  /** The statement. */
  public String sql() {
    return sql;
  }

  /** What is bound from parameter number {@link #FIRST_BIND} on. */
  public List<Object> binds() {
    return binds;
  }

  /**
   * Whether the rows are sorted by more than the key, or found in another order than that of the
   * keys. SQLite gathers such rows in memory before it gives the first one, so they are narrow: the
   * driver gets value and metadata, where they are wanted, by the key of each row, from the same
   * state.
   */
  public boolean isSorted() {
    return gathered;
  }

  /** How many sort columns each row has: two for each criterion. */
  public int sortColumns() {
    return 2 * sort.size();
  }
}
