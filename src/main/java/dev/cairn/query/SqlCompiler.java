package dev.cairn.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite back end: queries and counts as statements over the table {@code entries(namespace,
 * key, version, created, updated, metadata, value, expires)}, where keys are blobs, times are
 * milliseconds since 1970, and metadata and values are JSON as text. Entries that expire are in the
 * index {@code expiring(expires, namespace)} too. Any thread.
 */
public final class SqlCompiler {

  /** Holds of what has not expired. No index can serve it, so it changes no plan. */
  static final String UNEXPIRED = "ifnull(e.expires > " + SqlBinds.NOW + ", 1)";

  private SqlCompiler() {}

  /**
   * The statement for a page.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_CURSOR} if {@link
   *     Query#after} was not made for this sort
   */
  public static CompiledQuery compile(Query query) {
    SqlBinds binds = new SqlBinds();
    StringBuilder sql = new StringBuilder("select e.key, e.version, e.created, e.updated, ");
    boolean byKey = query.sort().isEmpty();
    sql.append(byKey && query.withValue() ? "e.value, " : "null, ");
    sql.append(byKey && query.withMetadata() ? "e.metadata" : "null").append(", e.expires");
    List<SortCriterion> criteria = new ArrayList<>();
    for (Sort sort : query.sort()) {
      SortCriterion criterion = SortCriterion.of(sort, binds);
      criteria.add(criterion);
      sql.append(", ").append(criterion.rank()).append(", ").append(criterion.value());
    }
    sql.append(" from entries e where ").append(where(query.filter(), binds));
    sql.append(" and ").append(UNEXPIRED);
    Position after = query.after();
    if (after != null) {
      Place place = Place.unpack(after, criteria.size());
      sql.append(" and ").append(SortCriterion.behind(place, criteria, 0, "e.key", binds));
    }
    sql.append(order(criteria));
    sql.append(" limit ").append(binds.add(query.limit() + 1L));
    sql.append(" offset ").append(binds.add((long) query.offset()));
    return new CompiledQuery(sql.toString(), binds.values(), query.sort(), !byKey);
  }

  /**
   * The statement that counts the entries that match; all of them if {@code filter} is null. It
   * counts without a look at expiry, which may need nothing but an index, and takes off the few
   * that have expired and are not swept yet.
   */
  public static CompiledQuery compileCount(@Nullable Filter filter) {
    SqlBinds binds = new SqlBinds();
    String also = filter == null ? "" : " and " + new ConditionSql(binds).compile(filter);
    // The plus keeps the planner from going through the whole namespace for the few.
    String sql =
        "select (select count(*) from entries e where e.namespace = "
            + SqlBinds.NAMESPACE
            + also
            + ") - (select count(*) from entries e where e.expires <= "
            + SqlBinds.NOW
            + " and +e.namespace = "
            + SqlBinds.NAMESPACE
            + also
            + ")";
    return new CompiledQuery(sql, binds.values(), List.of(), false);
  }

  static String where(@Nullable Filter filter, SqlBinds binds) {
    String where = "e.namespace = " + SqlBinds.NAMESPACE;
    return filter == null ? where : where + " and " + new ConditionSql(binds).compile(filter);
  }

  private static String order(List<SortCriterion> criteria) {
    StringBuilder order = new StringBuilder(" order by ");
    int column = CompiledQuery.FIRST_SORT_COLUMN;
    for (SortCriterion criterion : criteria) {
      order.append(criterion.order(column));
      column += 2;
    }
    return order.append("e.key").toString();
  }
}
