package dev.cairn.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * A kept statement that is run through the core of the JDBC driver. It is for the commonest
 * statements, which yield a row at most: a {@code ResultSet} would ask SQLite for the name of every
 * column each time it is made, which can cost as much as the statement itself. One thread at a
 * time.
 */
final class DirectStatement {

  private final CoreStatement statement;
  private final DB database;

  /**
   * Takes over a statement.
   *
   * @param statement of this driver, run by nobody else
   */
  DirectStatement(PreparedStatement statement) {
    this.statement = (CoreStatement) statement;
    this.database = this.statement.getDatabase();
  }

  /** Reads a row of the core's. */
  @FunctionalInterface
  interface Row<T> {

    /**
     * Reads it.
     *
     * @param db holds the row that {@code pointer} stands on
     */
    T read(DB db, long pointer) throws SQLException;
  }

  /**
   * Runs the statement and ends it after its first row.
   *
   * @param binds its parameters in order: Long, byte[] or null; null if it has none
   * @return what {@code row} reads, or null if there was none
   */
  <T> @Nullable T first(@Nullable Object @Nullable [] binds, Row<T> row) throws SQLException {
    // A failure here takes the statement with it, so there is nothing to reset.
    boolean found = database.execute(statement, binds);
    try {
      return found ? statement.pointer.safeRun((db, pointer) -> row.read(db, pointer)) : null;
    } finally {
      statement.pointer.safeRunInt(DB::reset);
    }
  }

  /** Runs a statement that yields nothing; see {@link #first} for its parameters. */
  void run(@Nullable Object @Nullable [] binds) throws SQLException {
    database.execute(statement, binds);
    statement.pointer.safeRunInt(DB::reset);
  }

  /**
   * Runs a statement that yields nothing; see {@link #first} for its parameters.
   *
   * @return how many rows it inserted, updated or deleted
   */
  long change(@Nullable Object @Nullable [] binds) throws SQLException {
    run(binds);
    return database.changes();
  }
}
