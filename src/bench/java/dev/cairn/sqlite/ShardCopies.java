package dev.cairn.sqlite;

import dev.cairn.Durability;
import dev.cairn.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.sqlite.SQLiteDataSource;

/**
 * Copies of a shard under other ids, for the benchmarks: thousands in little time, since nothing is
 * synced. It is of this room because it knows where files are and what is in them.
 */
public final class ShardCopies {

  private ShardCopies() {}

  /**
   * Copies a shard that is closed, and lists it and its copies in the catalogue. Nobody else has
   * the directory.
   */
  public static void make(Path data, ShardId original, List<ShardId> copies)
      throws IOException, SQLException {
    ShardDirectory directory = new ShardDirectory(data);
    DatabasePath file = directory.path(original);
    for (ShardId copy : copies) {
      DatabasePath path = directory.path(copy);
      directory.makeParent(path);
      Files.copy(file.file(), path.file());
      rename(path, copy);
    }
    new SqliteCatalogue(data, Clock.systemUTC()).close();
    list(new DatabasePath(data.resolve("catalogue.sqlite")), original, copies);
  }

  private static void rename(DatabasePath path, ShardId id) throws SQLException {
    try (Connection connection = connect(path);
        Statement statement = connection.createStatement();
        PreparedStatement rename = connection.prepareStatement("update meta set shard=?1")) {
      statement.execute("pragma locking_mode=exclusive");
      statement.execute("pragma synchronous=off");
      rename.setString(1, id.value());
      rename.executeUpdate();
    }
  }

  private static void list(DatabasePath catalogue, ShardId original, List<ShardId> copies)
      throws SQLException {
    String insert = "insert into shards(id, durability, created) values(?1, ?2, ?3)";
    try (Connection connection = connect(catalogue)) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(insert)) {
        add(statement, original);
        for (ShardId copy : copies) {
          add(statement, copy);
        }
      }
      connection.commit();
    }
  }

  private static void add(PreparedStatement insert, ShardId id) throws SQLException {
    insert.setString(1, id.value());
    insert.setString(2, Durability.NORMAL.word());
    insert.setLong(3, Clock.systemUTC().millis());
    insert.executeUpdate();
  }

  private static Connection connect(DatabasePath path) throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(path.url("rw"));
    return source.getConnection();
  }
}
