package dev.cairn.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the reads of one lent connection: each by itself, several in one transaction, or all of them
 * while one is held. Whatever SQLite refuses comes out as a fault of the shard, and leaves the
 * connection as good as new. One thread.
 */
final class ReadTransaction {

  private final KeptConnection connection;
  private final Faults faults;
  private boolean held;

  ReadTransaction(KeptConnection connection, Faults faults) {
    this.connection = connection;
    this.faults = faults;
  }

  /** Runs one read. */
  <T extends @Nullable Object> T guarded(Steps<T> read) {
    try {
      return read.run();
    } catch (SQLException e) {
      abandon();
      throw Faults.isInterrupt(e) ? connection.budget().spent(e) : faults.of(e);
    }
  }

  /** Runs several statements that must see one state. */
  <T extends @Nullable Object> T inOneState(Steps<T> read) {
    boolean alone = !held;
    hold();
    boolean done = false;
    try {
      T answer = guarded(read);
      done = true;
      return answer;
    } finally {
      if (!done) {
        abandon();
      } else if (alone) {
        letGo();
      }
    }
  }

  /** Begins the transaction that every read is in until {@link #letGo}; once is enough. */
  void hold() {
    if (!held) {
      guarded(
          () -> {
            connection.execute("begin");
            return true;
          });
      held = true;
    }
  }

  /** Ends the transaction, if there is one. */
  void letGo() {
    if (held) {
      guarded(
          () -> {
            connection.execute("rollback");
            return true;
          });
      held = false;
    }
  }

  private void abandon() {
    held = false;
    connection.rollBackAfterFailure();
  }
}
