package dev.cairn.shard;

import dev.cairn.Ticker;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.sqlite.SqliteCatalogue;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.StorageDriver;
import java.nio.file.Path;
import java.time.Clock;

class SqliteRegistryTest extends RegistrySuite {

  @Override
  Backing start(Path directory) {
    return new Backing() {

      private StorageDriver driver = openDriver();
      private Catalogue catalogue = openCatalogue();

      private StorageDriver openDriver() {
        return new SqliteDriver(
            directory, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
      }

      private Catalogue openCatalogue() {
        return new SqliteCatalogue(directory, Clock.systemUTC());
      }

      @Override
      public StorageDriver driver() {
        return driver;
      }

      @Override
      public Catalogue catalogue() {
        return catalogue;
      }

      @Override
      public void restart() {
        close();
        driver = openDriver();
        catalogue = openCatalogue();
      }

      @Override
      public void close() {
        catalogue.close();
        driver.close();
      }
    };
  }
}
