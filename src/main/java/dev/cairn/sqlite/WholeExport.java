package dev.cairn.sqlite;

import dev.cairn.storage.ExportVisitor;
import dev.cairn.storage.ListRequest;
import dev.cairn.storage.Parts;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;

/** Tells all that is in a shard. Stateless. */
final class WholeExport {

  private static final String REVISION = "select revision from meta";
  private static final int NO_LIMIT = -1;

  private WholeExport() {}

  /** Tells it, within a transaction of the caller's. */
  static void run(KeptConnection connection, Clock clock, ExportVisitor visitor)
      throws SQLException {
    long now = visitor.wantsExpired() ? Long.MIN_VALUE : clock.millis();
    try (ResultSet rows = connection.statement(REVISION).executeQuery()) {
      rows.next();
      visitor.begin(rows.getLong(1));
    }
    KeyRange all = KeyRange.of(new ListRequest("", null, null, 1, 0));
    PreparedStatement statement = connection.statement(EntrySql.NAMESPACES);
    statement.setString(1, "");
    statement.setString(2, "");
    statement.setString(3, EntrySql.ABOVE_ALL);
    statement.setInt(4, NO_LIMIT);
    try (ResultSet namespaces = statement.executeQuery()) {
      while (namespaces.next()) {
        visitor.namespace(EntrySql.namespace(namespaces));
        long id = namespaces.getLong(1);
        try (ResultSet rows = EntrySql.range(connection, id, all, now, Parts.BOTH)) {
          while (rows.next()) {
            visitor.entry(EntrySql.entry(rows, null));
          }
        }
      }
    }
  }
}
