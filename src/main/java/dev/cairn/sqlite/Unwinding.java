package dev.cairn.sqlite;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was opened so far, last first and all of it, unless the whole came about. One thread.
 */
final class Unwinding implements AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Remembers {@code resource}. */
  <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  /** The whole came about: nothing is closed. */
  void keep() {
    opened.clear();
  }

  @Override
  public void close() throws SQLException {
    SQLException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new SQLException("Could not be closed", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
