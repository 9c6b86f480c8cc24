package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.DriverUnderTest;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageContractSuite;
import dev.cairn.storage.StorageDriver;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

class SqliteStorageContractTest extends StorageContractSuite {

  @Override
  protected DriverUnderTest start(Path directory) {
    return new DriverUnderTest() {

      private SqliteDriver driver = open();

      private SqliteDriver open() {
        return new SqliteDriver(
            directory, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
      }

      @Override
      public StorageDriver driver() {
        return driver;
      }

      @Override
      public void restart() {
        driver.close();
        driver = open();
      }

      @Override
      public void checkSound(ShardId id, ShardStore store) {
        // Every reader can be borrowed at once only if none is lent.
        List<ShardReader> readers = new ArrayList<>();
        for (int i = 0; i < SqliteSettings.DEFAULT.readers(); i++) {
          ShardReader reader = store.tryReader();
          assertThat(reader).isNotNull();
          readers.add(reader);
        }
        readers.forEach(ShardReader::close);
      }

      @Override
      public void close() {
        driver.close();
      }
    };
  }
}
