package dev.cairn.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Several statements of which all take effect or none. One thread. */
final class WriteTransaction {

  private WriteTransaction() {}

  /**
   * Runs the steps and commits them. After a failure nothing of them is left, and the connection
   * can be used again.
   */
  static <T extends @Nullable Object> T run(KeptConnection connection, Steps<T> steps)
      throws SQLException {
    boolean done = false;
    try {
      connection.execute("begin immediate");
      T answer = steps.run();
      connection.execute("commit");
      done = true;
      return answer;
    } finally {
      if (!done) {
        connection.rollBackAfterFailure();
      }
    }
  }
}
