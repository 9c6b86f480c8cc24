package dev.cairn.query;

import dev.cairn.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query or a count as one SQL statement. Its parameters are numbered: number 1 is the id of the
 * namespace, which the driver binds, and {@code binds.get(i)} is number {@code i + 2}; a bind is a
 * {@link Long}, a {@link Double}, a {@link String} (bound as text) or a byte array (bound as a
 * blob). No value of the request stands in the text, so equal forms of query share one text.
 *
 * <p>Of a query the columns are, from 1: key, version, created, updated, value, metadata (the last
 * two NULL where not wanted), and then {@link #sortColumns()} more, from {@link
 * #FIRST_SORT_COLUMN}. It answers one row more than the limit if there are more; {@link #page}
 * makes the page of the rows. Of a count there is one column, and one row. Immutable; any thread.
 */
public final class CompiledQuery {

  /** The first of the sort columns, counted from 1. */
  public static final int FIRST_SORT_COLUMN = 7;

  private final String sql;
  private final List<Object> binds;
  private final List<Sort> sort;
  private final int limit;

  CompiledQuery(String sql, List<Object> binds, List<Sort> sort, int limit) {
    this.sql = sql;
    this.binds = binds;
    this.sort = sort;
    this.limit = limit;
  }

  /** The statement. */
  public String sql() {
    return sql;
  }

  /** What is bound from parameter number 2 on. */
  public List<Object> binds() {
    return binds;
  }

  /** How many sort columns each row has: two for each criterion. */
  public int sortColumns() {
    return 2 * sort.size();
  }

  /**
   * The page that the statement's rows, all of them and in their order, make.
   *
   * @throws IllegalStateException if the rows can't be the statement's
   */
  public QueryPage page(List<Row> rows) {
    boolean more = rows.size() > limit;
    List<Row> kept = more ? rows.subList(0, limit) : rows;
    return new QueryPage(
        kept.stream().map(Row::entry).toList(), more ? position(kept.getLast()) : null);
  }

  private Position position(Row row) {
    List<SortValue> values = new ArrayList<>();
    for (int i = 0; i < sort.size(); i++) {
      values.add(sortValue(row.sortColumns().get(2 * i), row.sortColumns().get(2 * i + 1)));
    }
    return new Place(values, row.entry().key()).pack();
  }

  private static SortValue sortValue(@Nullable Object rank, @Nullable Object value) {
    if (!(rank instanceof Number number)) {
      throw new IllegalStateException("no rank in the sort column");
    }
    int place = number.intValue();
    if (place == SortValue.STRING && value == null) {
      return new SortValue(place, new byte[0]); // how JDBC gives a blob without bytes
    }
    return new SortValue(
        place == SortValue.MISSING_DESCENDING ? SortValue.MISSING : place,
        value instanceof Integer integer ? integer.longValue() : value);
  }

  /**
   * One row.
   *
   * @param entry of the first six columns
   * @param sortColumns the others: null, {@link Integer}, {@link Long}, {@link Double} or byte
   *     array, as SQLite stores them
   */
  public record Row(Entry entry, List<@Nullable Object> sortColumns) {}
}
