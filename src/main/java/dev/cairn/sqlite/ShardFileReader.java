package dev.cairn.sqlite;

import dev.cairn.CairnException;
import dev.cairn.ShardId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/** Looks into the file of a closed shard without making any file beside it. Any thread. */
final class ShardFileReader {

  private ShardFileReader() {}

  /**
   * Which shard the file says it holds, or null if it can't be told. That stands in the file from
   * its creation on, so the log need not be read.
   */
  static @Nullable ShardId shardId(DatabasePath path) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(path.url("ro") + "&immutable=1");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select shard from meta")) {
      String shard = rows.next() ? rows.getString(1) : null;
      return shard == null ? null : new ShardId(shard);
    } catch (SQLException | CairnException e) {
      return null;
    }
  }

  /**
   * The last revision in a file that has no log.
   *
   * @throws dev.cairn.storage.StorageFault if it can't be told
   */
  static long revision(DatabasePath path) {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(path.url("ro") + "&immutable=1");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select revision from meta")) {
      if (!rows.next()) {
        throw Faults.damaged("The file says nothing of the shard it holds.");
      }
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new Faults(path, Long.MAX_VALUE).of(e);
    }
  }
}
