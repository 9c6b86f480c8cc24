package dev.cairn.sqlite;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.query.CompiledQuery;
import dev.cairn.query.Filter;
import dev.cairn.query.Query;
import dev.cairn.query.QueryPage;
import dev.cairn.query.QueryPlan;
import dev.cairn.query.RowPage;
import dev.cairn.storage.Parts;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs what the query room compiles. One thread at a time for each connection. */
final class CompiledQueries {

  private CompiledQueries() {}

  /**
   * A page of a query in the namespace of the id, of entries that have not expired at {@code now};
   * within a transaction unless neither filter nor sort is asked.
   */
  static QueryPage query(KeptConnection connection, long namespace, long now, Query query)
      throws SQLException {
    CompiledQuery compiled = plan(connection, namespace, query).compile(query);
    Parts parts = Parts.of(query.withValue(), query.withMetadata());
    boolean narrow = compiled.isSorted() && parts != Parts.NEITHER;
    RowPage page = new RowPage(query);
    try (ResultSet rows = run(connection, namespace, now, compiled)) {
      boolean wanted = true;
      while (wanted && rows.next()) {
        Key key = Key.ofStored(rows.getBytes(1));
        Entry entry = narrow ? whole(connection, namespace, key, parts) : EntrySql.entry(rows, key);
        wanted = page.take(entry, sortColumns(rows, compiled.sortColumns()));
      }
    }
    return page.page();
  }

  /** The entry of a row that was found, in the same transaction. */
  static Entry whole(KeptConnection connection, long namespace, Key key, Parts parts)
      throws SQLException {
    Entry entry = connection.pointGet(parts).run(namespace, key);
    if (entry == null) {
      // Within one transaction nobody else can have taken it away.
      throw Faults.damaged("An entry of it is in the index and not in the table.");
    }
    return entry;
  }

  private static List<@Nullable Object> sortColumns(ResultSet rows, int count) throws SQLException {
    List<@Nullable Object> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      columns.add(rows.getObject(CompiledQuery.FIRST_SORT_COLUMN + i));
    }
    return columns;
  }

  /**
   * How many entries of the namespace match that have not expired at {@code now}; all of them if
   * {@code filter} is null.
   */
  static long count(KeptConnection connection, long namespace, long now, @Nullable Filter filter)
      throws SQLException {
    QueryPlan plan =
        QueryPlan.ofCount(
            filter, filter == null ? List.of() : IndexReads.ready(connection, namespace));
    return number(connection, namespace, now, plan.compileCount(filter));
  }

  /** How a query is answered, in the state of the transaction that it is within. */
  static QueryPlan plan(KeptConnection connection, long namespace, Query query)
      throws SQLException {
    boolean plain = query.filter() == null && query.sort().isEmpty();
    QueryPlan plan =
        QueryPlan.of(
            query.filter(),
            query.sort(),
            plain ? List.of() : IndexReads.ready(connection, namespace));
    CompiledQuery probe = plan.probe(query);
    // It looks at rows of an index alone, which don't tell what has expired.
    return probe == null ? plan : plan.judged(query, number(connection, namespace, 0, probe));
  }

  private static long number(
      KeptConnection connection, long namespace, long now, CompiledQuery compiled)
      throws SQLException {
    try (ResultSet rows = run(connection, namespace, now, compiled)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * Runs a statement in the namespace of the id, of what has not expired at {@code now}; its rows
   * are to be closed.
   */
  static ResultSet run(KeptConnection connection, long namespace, long now, CompiledQuery compiled)
      throws SQLException {
    PreparedStatement statement = connection.compiled(compiled.sql());
    statement.setLong(1, namespace);
    statement.setLong(2, now);
    int parameter = CompiledQuery.FIRST_BIND;
    for (Object bind : compiled.binds()) {
      switch (bind) {
        case Long number -> statement.setLong(parameter, number);
        case Double number -> statement.setDouble(parameter, number);
        case String text -> statement.setString(parameter, text);
        case byte[] bytes -> statement.setBytes(parameter, bytes);
        default -> throw new IllegalStateException("a bind of " + bind.getClass());
      }
      parameter++;
    }
    return statement.executeQuery();
  }
}
