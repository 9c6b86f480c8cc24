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

  /** Hides what has expired. No index can serve it, so it changes no plan. */
  private static final String UNEXPIRED = " and ifnull(e.expires > " + SqlBinds.NOW + ", 1)";

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
    List<Criterion> criteria = new ArrayList<>();
    for (Sort sort : query.sort()) {
      Criterion criterion = Criterion.of(sort, binds);
      criteria.add(criterion);
      sql.append(", ").append(criterion.rank()).append(", ").append(criterion.value());
    }
    sql.append(" from entries e where ").append(where(query.filter(), binds)).append(UNEXPIRED);
    Position after = query.after();
    if (after != null) {
      Place place = Place.unpack(after, criteria.size());
      sql.append(" and ").append(behind(place, criteria, 0, binds));
    }
    sql.append(order(criteria));
    sql.append(" limit ").append(binds.add(query.limit() + 1L));
    sql.append(" offset ").append(binds.add((long) query.offset()));
    return new CompiledQuery(sql.toString(), binds.values(), query.sort());
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
    return new CompiledQuery(sql, binds.values(), List.of());
  }

  private static String where(@Nullable Filter filter, SqlBinds binds) {
    String where = "e.namespace = " + SqlBinds.NAMESPACE;
    return filter == null ? where : where + " and " + new ConditionSql(binds).compile(filter);
  }

  private static String order(List<Criterion> criteria) {
    StringBuilder order = new StringBuilder(" order by ");
    for (int i = 0; i < criteria.size(); i++) {
      String direction = criteria.get(i).descending() ? " desc, " : ", ";
      int column = CompiledQuery.FIRST_SORT_COLUMN + 2 * i;
      order.append(column).append(direction).append(column + 1).append(direction);
    }
    return order.append("e.key").toString();
  }

  /** Whether an entry is behind {@code place} by the criteria from number {@code i} on. */
  private static String behind(Place place, List<Criterion> criteria, int i, SqlBinds binds) {
    if (i == criteria.size()) {
      return "(e.key > " + binds.add(place.key().utf8()) + ")";
    }
    Criterion criterion = criteria.get(i);
    SortValue value = place.values().get(i);
    String sign = criterion.descending() ? " < " : " > ";
    String rank = binds.add((long) criterion.rankOf(value));
    String rest = behind(place, criteria, i + 1, binds);
    Object compared = value.value();
    if (compared != null) {
      String bound = binds.add(compared);
      String found = "(" + criterion.value() + ")";
      rest = "(" + found + sign + bound + " or (" + found + " = " + bound + " and " + rest + "))";
    }
    String found = "(" + criterion.rank() + ")";
    return "(" + found + sign + rank + " or (" + found + " = " + rank + " and " + rest + "))";
  }

  private record Criterion(String rank, String value, boolean descending) {

    static Criterion of(Sort sort, SqlBinds binds) {
      FieldSql field = FieldSql.of(sort.field(), binds);
      int missing = sort.descending() ? SortValue.MISSING_DESCENDING : SortValue.MISSING;
      return new Criterion(field.rank(missing), field.sortValue(), sort.descending());
    }

    int rankOf(SortValue value) {
      return descending && value.rank() == SortValue.MISSING
          ? SortValue.MISSING_DESCENDING
          : value.rank();
    }
  }
}
