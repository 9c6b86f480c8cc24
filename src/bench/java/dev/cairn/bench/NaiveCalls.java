package dev.cairn.bench;

import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.sqlite.ConnectionSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * As one writes it who has not been told: a connection is opened and closed for each call, and
 * everything is left as SQLite and its JDBC driver have it. One statement, no versions, no checks.
 */
final class NaiveCalls implements Calls {

  private static final String GET = "select value from entries where namespace=1 and key=?1";
  private static final String PUT =
      "update entries set value=cast(?2 as text) where namespace=1 and key=?1";

  private final SQLiteDataSource source = new SQLiteDataSource();
  private final Path log;

  /**
   * @param file of {@link FilledShard#make}; turned to the rollback journal that SQLite begins with
   */
  NaiveCalls(Path file) throws SQLException {
    log = Path.of(file + "-wal");
    source.setUrl("jdbc:sqlite:" + file);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode=delete");
    }
  }

  /** What its connections are set to. */
  String settings() throws SQLException {
    try (Connection connection = source.getConnection()) {
      return ConnectionSettings.of(connection);
    }
  }

  @Override
  public int get(Key key) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(GET)) {
      statement.setBytes(1, key.utf8());
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new IllegalStateException(key + " is not there");
        }
        return rows.getBytes(1).length;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("a naive get failed", e);
    }
  }

  @Override
  public boolean put(Key key, JsonText value) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(PUT)) {
      statement.setBytes(1, key.utf8());
      statement.setBytes(2, value.utf8());
      if (statement.executeUpdate() != 1) {
        throw new IllegalStateException(key + " is not there");
      }
      return true;
    } catch (SQLiteException e) {
      if (e.getResultCode() == SQLiteErrorCode.SQLITE_BUSY) {
        return false;
      }
      throw new IllegalStateException("a naive put failed", e);
    } catch (SQLException e) {
      throw new IllegalStateException("a naive put failed", e);
    }
  }

  @Override
  public Path log() {
    return log;
  }

  @Override
  public void close() {
    // Each call has closed what it opened.
  }
}
