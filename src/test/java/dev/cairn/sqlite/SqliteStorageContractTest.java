package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.SettableClock;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.DriverUnderTest;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageContractSuite;
import dev.cairn.storage.StorageDriver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

class SqliteStorageContractTest extends StorageContractSuite {

  @Override
  protected DriverUnderTest start(Path directory) {
    return new DriverUnderTest() {

      private final AtomicLong time = new AtomicLong();

      private SqliteDriver driver = open();

      private SqliteDriver open() {
        return new SqliteDriver(
            directory, SqliteSettings.DEFAULT, new SettableClock(time::get), Ticker.SYSTEM);
      }

      @Override
      public AtomicLong time() {
        return time;
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
          readers.add(store.reader());
        }
        assertThat(store.tryReader()).isNull();
        readers.forEach(ShardReader::close);
      }

      @Override
      public void close() {
        driver.close();
      }
    };
  }
}
