package dev.cairn.sqlite;

import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.HorizonContract;
import dev.cairn.storage.StorageDriver;
import java.nio.file.Path;
import java.time.Clock;

class SqliteHorizonTest extends HorizonContract {

  @Override
  protected StorageDriver start(Path directory, FeedSettings feed) {
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
            feed),
        Clock.systemUTC(),
        System::nanoTime);
  }
}
