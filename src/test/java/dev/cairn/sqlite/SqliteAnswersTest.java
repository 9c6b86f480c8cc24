package dev.cairn.sqlite;

import dev.cairn.storage.AnswerSettings;
import dev.cairn.storage.AnswersHorizonContract;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageDriver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Objects;

class SqliteAnswersTest extends AnswersHorizonContract {

  @Override
  protected StorageDriver start(Path directory, AnswerSettings answers, Clock clock) {
    SqliteSettings d = SqliteSettings.DEFAULT;
    return new SqliteDriver(
        directory,
        new SqliteSettings(
            d.cacheTotalBytes(),
            d.mmapBytes(),
            d.pageSize(),
            d.busyTimeoutMillis(),
            d.readers(),
            d.readerWaitMillis(),
            d.checkpointBytes(),
            d.checkpointMillis(),
            d.shardBytes(),
            FeedSettings.DEFAULT,
            answers),
        clock,
        System::nanoTime);
  }

  @Override
  protected long kept(ShardStore store, Path directory) {
    Path file = Objects.requireNonNull(store.file()).database();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from answers")) {
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
