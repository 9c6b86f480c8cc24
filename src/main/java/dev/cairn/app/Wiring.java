package dev.cairn.app;

import dev.cairn.Limits;
import dev.cairn.Ticker;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.sqlite.SqliteCatalogue;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.write.WriteListener;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Makes the beans of the inner rooms, which know nothing of containers. {@link Lifecycle} starts
 * and closes them.
 */
@Singleton
final class Wiring {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  Ticker ticker() {
    return Ticker.SYSTEM;
  }

  @Produces
  @Singleton
  Limits limits(CairnConfig config) {
    return Settings.limits(config.limits());
  }

  @Produces
  @Singleton
  StorageDriver driver(CairnConfig config, Limits limits, Clock clock, Ticker ticker) {
    return switch (config.driver()) {
      case SQLITE ->
          new SqliteDriver(config.data(), Settings.sqlite(config.sqlite(), limits), clock, ticker);
      case MEMORY -> new MemoryDriver(limits);
    };
  }

  /** Takes the driver so that the data directory is locked before the catalogue in it is opened. */
  @Produces
  @Singleton
  Catalogue catalogue(CairnConfig config, StorageDriver driver, Clock clock) {
    return switch (config.driver()) {
      case SQLITE -> new SqliteCatalogue(config.data(), clock);
      case MEMORY -> new MemoryCatalogue();
    };
  }

  @Produces
  @Singleton
  ShardRegistry shards(
      CairnConfig config,
      StorageDriver driver,
      Catalogue catalogue,
      Limits limits,
      WriteListener listener,
      Clock clock,
      Ticker ticker) {
    return new ShardRegistry(
        driver,
        catalogue,
        new UnitExecutor(limits, config.shards().autoCreate()),
        Settings.writer(config.writer()),
        Settings.shards(config.shards(), config.writer()),
        listener,
        clock,
        ticker);
  }
}
