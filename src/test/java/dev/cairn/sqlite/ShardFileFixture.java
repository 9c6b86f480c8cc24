package dev.cairn.sqlite;

import dev.cairn.Durability;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.NewShard;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;

/** A closed shard file and connections to it, without a store around them. */
final class ShardFileFixture {

  static final ShardId ID = new ShardId("shard");

  private static final int KIND = Schema.SHARD.applicationId();

  final SqliteSettings settings;
  final CacheShares shares;
  final DatabasePath path;

  ShardFileFixture(Path directory, SqliteSettings settings) {
    this.settings = settings;
    this.shares = new CacheShares(settings.cacheTotalBytes());
    try (SqliteDriver driver =
        new SqliteDriver(directory, settings, Clock.systemUTC(), Ticker.SYSTEM)) {
      driver.create(ID, new NewShard(Durability.NORMAL, 0, 0)).close();
    }
    this.path = pathOf(directory, ID);
  }

  ConnectionSource writers(Durability durability) throws SQLException {
    return ConnectionSource.writer(path, KIND, durability, settings, shares);
  }

  ConnectionSource readers() throws SQLException {
    return ConnectionSource.readers(path, KIND, settings, shares);
  }

  static DatabasePath pathOf(Path directory, ShardId id) {
    try {
      return new ShardDirectory(directory.toRealPath()).path(id);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts a value of so many bytes. */
  static void put(KeptConnection writer, int key, int bytes) throws SQLException {
    writer.once(
        "insert or replace into entries(id, namespace, key, version, created, updated,"
            + " value) values("
            + key
            + ", 1, cast('k"
            + key
            + "' as blob), 1, 0, 0, '\"' || hex(zeroblob("
            + bytes / 2
            + ")) || '\"')");
  }

  /** Makes an empty shard's file, or one with entries alone, look as the first program left it. */
  static void turnIntoFirstVersion(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("alter table entries add column rewritten integer not null default 0");
      statement.execute("drop index expiring");
      statement.execute("alter table entries drop column expires");
      for (String table : List.of("changes", "answers", "index_rows", "indexes")) {
        statement.execute("drop table " + table);
      }
      for (String column : List.of("horizon", "epoch", "entries")) {
        statement.execute("alter table meta drop column " + column);
      }
      statement.execute("delete from migrations where version > 1");
      statement.execute("pragma user_version = 1");
    }
  }
}
