package dev.cairn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Limits;
import dev.cairn.SettableClock;
import dev.cairn.ShardId;
import dev.cairn.storage.DriverUnderTest;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageContractSuite;
import dev.cairn.storage.StorageDriver;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

class MemoryStorageContractTest extends StorageContractSuite {

  @Override
  protected DriverUnderTest start(Path directory) {
    AtomicLong time = new AtomicLong();
    MemoryDriver driver =
        new MemoryDriver(Limits.DEFAULT, FeedSettings.DEFAULT, new SettableClock(time::get));
    return new DriverUnderTest() {
      @Override
      public AtomicLong time() {
        return time;
      }

      @Override
      public StorageDriver driver() {
        return driver;
      }

      @Override
      public void restart() {}

      @Override
      public void checkSound(ShardId id, ShardStore store) {
        assertThat(store)
            .isInstanceOfSatisfying(
                MemoryStore.class, open -> assertThat(open.isIdle()).as("idle").isTrue());
      }

      @Override
      public void close() {
        driver.close();
      }
    };
  }
}
