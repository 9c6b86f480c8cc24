package dev.cairn.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Steps on a connection, which may fail as SQLite does. */
@FunctionalInterface
interface Steps<T extends @Nullable Object> {

  /** Takes them. */
  T run() throws SQLException;
}
