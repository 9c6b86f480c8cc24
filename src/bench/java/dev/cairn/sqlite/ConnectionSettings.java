package dev.cairn.sqlite;

import dev.cairn.Durability;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.StringJoiner;

/**
 * Reads back what connections are set to, for the benchmarks. It is of this room because nobody
 * outside is given a connection of the driver's.
 */
public final class ConnectionSettings {

  private static final List<String> PRAGMAS =
      List.of(
          "journal_mode",
          "busy_timeout",
          "synchronous",
          "cache_size",
          "foreign_keys",
          "temp_store",
          "mmap_size",
          "wal_autocheckpoint",
          "query_only");

  private ConnectionSettings() {}

  /** Those of a write connection to a shard, made as the driver makes it with default settings. */
  public static String ofWriter(Path file, Durability durability) throws SQLException {
    CacheShares shares = new CacheShares(SqliteSettings.DEFAULT.cacheTotalBytes());
    try (ConnectionSource source =
        ConnectionSource.writer(
            new DatabasePath(file),
            Schema.SHARD.applicationId(),
            durability,
            SqliteSettings.DEFAULT,
            shares)) {
      return of(source);
    }
  }

  /** Those of a read connection to a shard, made as the driver makes it with default settings. */
  public static String ofReader(Path file) throws SQLException {
    CacheShares shares = new CacheShares(SqliteSettings.DEFAULT.cacheTotalBytes());
    try (ConnectionSource source =
        ConnectionSource.readers(
            new DatabasePath(file), Schema.SHARD.applicationId(), SqliteSettings.DEFAULT, shares)) {
      return of(source);
    }
  }

  private static String of(ConnectionSource source) throws SQLException {
    try (KeptConnection connection = source.connect()) {
      StringJoiner settings = new StringJoiner(", ");
      for (String pragma : PRAGMAS) {
        settings.add(pragma + "=" + connection.text("pragma " + pragma));
      }
      return settings.toString();
    }
  }

  /** Those of any connection. */
  public static String of(Connection connection) throws SQLException {
    StringJoiner settings = new StringJoiner(", ");
    try (Statement statement = connection.createStatement()) {
      for (String pragma : PRAGMAS) {
        try (ResultSet rows = statement.executeQuery("pragma " + pragma)) {
          settings.add(pragma + "=" + (rows.next() ? rows.getString(1) : ""));
        }
      }
    }
    return settings.toString();
  }
}
