package dev.cairn.sqlite;

import java.sql.SQLException;

/**
 * The mark of a unit of work, to which steps can be undone: a savepoint that costs nothing until
 * something is written after it. One thread.
 */
final class UnitMark {

  private final KeptConnection connection;
  private boolean marked;
  private boolean savepoint;

  UnitMark(KeptConnection connection) {
    this.connection = connection;
  }

  /** Sets it, in the place of the last. */
  void set() {
    marked = true;
  }

  /** To be called before each step that writes. */
  void beforeWriting() throws SQLException {
    if (marked) {
      if (savepoint) {
        connection.execute("release unit");
      }
      connection.execute("savepoint unit");
      savepoint = true;
      marked = false;
    }
  }

  /** Whether something may have been written since it was set. */
  boolean covers() {
    return savepoint && !marked;
  }

  /** Undoes what it covers; it stays. */
  boolean undo() throws SQLException {
    connection.execute("rollback to unit");
    return true;
  }
}
