package dev.cairn.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a query that uses an index: it goes from the rows of the index to the entries, and asks
 * the whole filter of each. One thread, one use.
 */
final class IndexedQuery {

  private static final String FROM =
      " from index_rows i cross join entries e on e.id = i.entry where e.namespace = "
          + SqlBinds.NAMESPACE
          + " and "
          + SqlCompiler.UNEXPIRED
          + " and ";

  private final SqlBinds binds = new SqlBinds();
  private final IndexUse use;
  private final @Nullable Filter filter;

  IndexedQuery(IndexUse use, @Nullable Filter filter) {
    this.use = use;
    this.filter = filter;
  }

  private String where() {
    String range = new IndexRangeSql(binds).compile(use);
    return filter == null ? range : range + " and " + new ConditionSql(binds).compile(filter);
  }

  CompiledQuery count() {
    return done("select count(*)" + FROM + where(), List.of(), false);
  }

  /** What an aggregation looks at of what matches. */
  CompiledQuery values(Aggregation asked) {
    String columns = AggregateSql.columns(asked, binds);
    return done("select " + columns + FROM + where(), List.of(), false);
  }

  /** How many rows the conditions leave open, counted no further than {@code bound}. */
  CompiledQuery probe(long bound) {
    String range = new IndexRangeSql(binds).compile(use);
    String rows = "select 1 from index_rows i where " + range + " limit " + binds.add(bound);
    return done("select count(*) from (" + rows + ")", List.of(), false);
  }

  CompiledQuery page(Query query) {
    if (query.sort().isEmpty()) {
      return byKey(query);
    }
    if (!use.orders()) {
      List<SortCriterion> criteria = criteria(query.sort());
      return done(sorted(query, criteria, "", "e.key") + cut(query), query.sort(), true);
    }
    Sort first = query.sort().getFirst();
    return first.descending() && use.conditions().isEmpty()
        ? descending(query)
        : done(
            ordered(query, SortCriterion.ofIndex(first.descending()), seek(query)) + cut(query),
            query.sort(),
            true);
  }

  private CompiledQuery byKey(Query query) {
    boolean inOrder = use.isOneValue();
    StringBuilder sql = new StringBuilder("select i.key, e.version, e.created, e.updated, ");
    sql.append(inOrder && query.withValue() ? "e.value, " : "null, ");
    sql.append(inOrder && query.withMetadata() ? "e.metadata" : "null").append(", e.expires");
    sql.append(FROM).append(where());
    Position after = query.after();
    if (after != null) {
      sql.append(" and i.key > ").append(binds.add(Place.unpack(after, 0).key().utf8()));
    }
    sql.append(" order by i.key").append(cut(query));
    return done(sql.toString(), List.of(), !inOrder);
  }

  /** Entries that lack the field come last, though the index has them behind all others. */
  private CompiledQuery descending(Query query) {
    String present = ordered(query, SortCriterion.ofIndex(true), seek(query) + present("<"));
    String missing = ordered(query, SortCriterion.ofMissing(), present("=") + " and i.value = 0");
    String most = " limit " + binds.add((long) query.offset() + query.limit() + 1);
    return done(
        "select * from (%s%s) union all select * from (%s%s)%s"
            .formatted(present, most, missing, most, cut(query)),
        query.sort(),
        true);
  }

  private static String present(String sign) {
    return " and i.rank " + sign + " " + SortValue.MISSING;
  }

  /** Rows in the order of the index as far as the first criterion goes. */
  private String ordered(Query query, SortCriterion first, String further) {
    List<SortCriterion> criteria = new ArrayList<>();
    criteria.add(first);
    criteria.addAll(criteria(query.sort().subList(1, query.sort().size())));
    return sorted(query, criteria, further, "i.key");
  }

  private List<SortCriterion> criteria(List<Sort> sort) {
    return sort.stream().map(one -> SortCriterion.of(one, binds)).toList();
  }

  private String sorted(Query query, List<SortCriterion> criteria, String further, String key) {
    StringBuilder sql =
        new StringBuilder("select i.key, e.version, e.created, e.updated, null, null, e.expires");
    StringBuilder order = new StringBuilder(" order by ");
    int column = CompiledQuery.FIRST_SORT_COLUMN;
    for (SortCriterion criterion : criteria) {
      sql.append(", ").append(criterion.rank()).append(", ").append(criterion.column());
      order.append(criterion.order(column));
      column += 2;
    }
    sql.append(FROM).append(where()).append(further);
    Position after = query.after();
    if (after != null) {
      Place place = Place.unpack(after, criteria.size());
      sql.append(" and ").append(SortCriterion.behind(place, criteria, 0, key, binds));
    }
    return sql.append(order).append(key).toString();
  }

  /** Where in the index a following page begins; what is passed there is told by the place. */
  private String seek(Query query) {
    Position after = query.after();
    if (after == null) {
      return "";
    }
    boolean descending = query.sort().getFirst().descending();
    Place place = Place.unpack(after, query.sort().size());
    SortValue value = place.values().getFirst();
    String rank = binds.add((long) value.rank());
    String bound = binds.add(Objects.requireNonNullElse(value.value(), IndexRows.NO_VALUE));
    if (!descending && query.sort().size() == 1) {
      String key = binds.add(place.key().utf8());
      return " and (i.rank, i.value, i.key) > (%s, %s, %s)".formatted(rank, bound, key);
    }
    return " and (i.rank, i.value) %s (%s, %s)".formatted(descending ? "<=" : ">=", rank, bound);
  }

  private String cut(Query query) {
    return " limit "
        + binds.add(query.limit() + 1L)
        + " offset "
        + binds.add((long) query.offset());
  }

  private CompiledQuery done(String sql, List<Sort> sort, boolean gathered) {
    return new CompiledQuery(sql, binds.values(), sort, gathered);
  }
}
