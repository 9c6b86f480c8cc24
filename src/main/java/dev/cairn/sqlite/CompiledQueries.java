package dev.cairn.sqlite;

import dev.cairn.Key;
import dev.cairn.query.CompiledQuery;
import dev.cairn.query.Filter;
import dev.cairn.query.Query;
import dev.cairn.query.QueryPage;
import dev.cairn.query.SqlCompiler;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs what the query room compiles. One thread at a time for each connection. */
final class CompiledQueries {

  private CompiledQueries() {}

  /** A page of a query in the namespace of the id. */
  static QueryPage query(KeptConnection connection, long namespace, Query query)
      throws SQLException {
    CompiledQuery compiled = SqlCompiler.compile(query);
    List<CompiledQuery.Row> found = new ArrayList<>();
    try (ResultSet rows = run(connection, namespace, compiled)) {
      while (rows.next()) {
        List<@Nullable Object> sortColumns = new ArrayList<>(compiled.sortColumns());
        for (int i = 0; i < compiled.sortColumns(); i++) {
          sortColumns.add(rows.getObject(CompiledQuery.FIRST_SORT_COLUMN + i));
        }
        found.add(
            new CompiledQuery.Row(
                EntrySql.entry(rows, Key.ofStored(rows.getBytes(1))), sortColumns));
      }
    }
    return compiled.page(found);
  }

  /** How many entries of the namespace match; all of them if {@code filter} is null. */
  static long count(KeptConnection connection, long namespace, @Nullable Filter filter)
      throws SQLException {
    try (ResultSet rows = run(connection, namespace, SqlCompiler.compileCount(filter))) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static ResultSet run(KeptConnection connection, long namespace, CompiledQuery compiled)
      throws SQLException {
    PreparedStatement statement = connection.compiled(compiled.sql());
    statement.setLong(1, namespace);
    int parameter = 2;
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
