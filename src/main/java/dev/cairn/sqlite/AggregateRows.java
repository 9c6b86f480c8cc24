package dev.cairn.sqlite;

import dev.cairn.query.Aggregation;
import dev.cairn.query.CompiledQuery;
import dev.cairn.query.Groups;
import dev.cairn.query.QueryPlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the groups of an aggregation of its rows. One thread at a time for each connection. */
final class AggregateRows {

  private AggregateRows() {}

  /**
   * The groups of the entries of the namespace of the id that have not expired; within a
   * transaction.
   */
  static Groups of(KeptConnection connection, long namespace, Clock clock, Aggregation asked)
      throws SQLException {
    QueryPlan plan =
        QueryPlan.ofCount(
            asked.filter(),
            asked.filter() == null ? List.of() : IndexReads.ready(connection, namespace));
    CompiledQuery compiled = plan.compileAggregation(asked);
    Groups groups = new Groups(asked);
    @Nullable Object[] columns = new @Nullable Object[asked.columns()];
    try (ResultSet rows = CompiledQueries.run(connection, namespace, clock.millis(), compiled)) {
      while (rows.next()) {
        if (groups.isCount()) {
          groups.take(rows.getLong(1));
        } else {
          for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.getObject(i + 1);
          }
          groups.take(columns);
        }
      }
    }
    return groups;
  }
}
