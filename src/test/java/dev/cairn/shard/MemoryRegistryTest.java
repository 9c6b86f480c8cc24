package dev.cairn.shard;

import dev.cairn.Limits;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.StorageDriver;
import java.nio.file.Path;
import java.time.Clock;

class MemoryRegistryTest extends RegistrySuite {

  @Override
  Backing start(Path directory) {
    StorageDriver driver =
        new MemoryDriver(Limits.DEFAULT, FeedSettings.DEFAULT, Clock.systemUTC());
    Catalogue catalogue = new MemoryCatalogue();
    return new Backing() {
      @Override
      public StorageDriver driver() {
        return driver;
      }

      @Override
      public Catalogue catalogue() {
        return catalogue;
      }

      @Override
      public void restart() {}

      @Override
      public void close() {
        catalogue.close();
        driver.close();
      }
    };
  }
}
