package dev.cairn.sqlite;

import dev.cairn.Quotas;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The columns of the catalogue that keep the bounds of a shard or a key. */
final class QuotaColumns {

  private static final List<String> NAMES =
      List.of("bytes", "entries", "requests", "reads", "query_millis", "streams");

  /** Their names, with commas between. */
  static final String LIST = String.join(", ", NAMES);

  /** True of a row that has bounds. */
  static final String ANY = String.join(">0 or ", NAMES) + ">0";

  private QuotaColumns() {}

  /** The statements that add the columns to a table. */
  static List<String> addTo(String table) {
    return NAMES.stream()
        .map(name -> "alter table " + table + " add column " + name + " integer not null default 0")
        .toList();
  }

  /** Their places among the values of an insert, from the {@code first} on. */
  static String values(int first) {
    StringBuilder places = new StringBuilder();
    for (int i = 0; i < NAMES.size(); i++) {
      places.append(i == 0 ? "?" : ", ?").append(first + i);
    }
    return places.toString();
  }

  /** Their assignments in an update, from the {@code first} place on. */
  static String assignments(int first) {
    StringBuilder assignments = new StringBuilder();
    for (int i = 0; i < NAMES.size(); i++) {
      assignments.append(i == 0 ? "" : ", ").append(NAMES.get(i)).append("=?").append(first + i);
    }
    return assignments.toString();
  }

  /** Binds bounds, from the {@code first} place on. */
  static void bind(PreparedStatement statement, int first, Quotas quotas) throws SQLException {
    statement.setLong(first, quotas.bytes());
    statement.setLong(first + 1, quotas.entries());
    statement.setLong(first + 2, quotas.requestsPerSecond());
    statement.setLong(first + 3, quotas.concurrentReads());
    statement.setLong(first + 4, quotas.queryMillis());
    statement.setLong(first + 5, quotas.streams());
  }

  /** Reads bounds, from the {@code first} column on. */
  static Quotas read(ResultSet row, int first) throws SQLException {
    return new Quotas(
        row.getLong(first),
        row.getLong(first + 1),
        row.getLong(first + 2),
        row.getLong(first + 3),
        row.getLong(first + 4),
        row.getLong(first + 5));
  }
}
