package dev.cairn.sqlite;

import dev.cairn.query.Filter;
import dev.cairn.query.Query;
import dev.cairn.query.QueryPage;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs what the query room compiles. One thread at a time for each connection. */
final class CompiledQueries {

  private static final String COUNT = "select count(*) from entries where namespace=?1";

  private CompiledQueries() {}

  /** A page of a query in the namespace of the id. */
  static QueryPage query(KeptConnection connection, long namespace, Query query)
      throws SQLException {
    throw new UnsupportedOperationException("the query room is not merged yet");
  }

  /** How many entries of the namespace match; all of them if {@code filter} is null. */
  static long count(KeptConnection connection, long namespace, @Nullable Filter filter)
      throws SQLException {
    PreparedStatement statement = connection.statement(COUNT);
    statement.setLong(1, namespace);
    try (ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
