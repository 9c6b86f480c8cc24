package dev.cairn.app;

import dev.cairn.Limits;
import dev.cairn.Ticker;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Copies;
import dev.cairn.backup.PointList;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.KeyStore;
import dev.cairn.feed.MergedFeeds;
import dev.cairn.health.DataPlace;
import dev.cairn.health.Serving;
import dev.cairn.http.ConnectionSettings;
import dev.cairn.index.IndexBuilds;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.memory.MemoryKeys;
import dev.cairn.operation.OperationWork;
import dev.cairn.operation.Operations;
import dev.cairn.restore.ImportWork;
import dev.cairn.restore.RestoreWork;
import dev.cairn.security.Keys;
import dev.cairn.security.Tickets;
import dev.cairn.security.Tokens;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.snapshot.Snapshots;
import dev.cairn.sqlite.SqliteCatalogue;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.storage.AnswerSettings;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.transaction.Transactions;
import dev.cairn.write.WriteListener;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

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
  Serving serving(Clock clock) {
    return new Serving(clock);
  }

  @Produces
  @Singleton
  DataPlace place(CairnConfig config) {
    return switch (config.driver()) {
      case SQLITE -> DataPlace.of(config.data());
      case MEMORY -> DataPlace.none();
    };
  }

  @Produces
  @Singleton
  ConnectionSettings connections(CairnConfig config) {
    return Settings.connections(config.http());
  }

  @Produces
  @Singleton
  Limits limits(CairnConfig config) {
    return Settings.limits(config.limits());
  }

  @Produces
  @Singleton
  StorageDriver driver(CairnConfig config, Limits limits, Clock clock, Ticker ticker) {
    FeedSettings feed = Settings.feed(config.changes());
    AnswerSettings answers = Settings.answers(config.idempotency());
    long memory = new MemoryLimit(Path.of("/")).bytes();
    return switch (config.driver()) {
      case SQLITE ->
          new SqliteDriver(
              config.data(),
              Settings.sqlite(config.sqlite(), limits, feed, answers, memory),
              clock,
              ticker);
      case MEMORY -> new MemoryDriver(limits, feed, answers, clock);
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
  KeyStore keyStore(Catalogue catalogue) {
    return switch (catalogue) {
      case SqliteCatalogue sqlite -> sqlite.keys();
      default -> new MemoryKeys();
    };
  }

  @Produces
  @Singleton
  Keys keys(CairnConfig config, KeyStore store, Clock clock) {
    boolean exposed = Exposure.of(config).host();
    boolean asked = exposed || !config.oidc().isEmpty();
    return new Keys(store, Settings.keys(config.auth(), asked, exposed), clock, new SecureRandom());
  }

  @Produces
  @Singleton
  Tokens tokens(CairnConfig config, Clock clock, Ticker ticker) {
    return Issuers.tokens(config.oidc(), clock, ticker);
  }

  @Produces
  @Singleton
  Tickets tickets(CairnConfig config, Clock clock, Ticker ticker) {
    return new Tickets(Settings.tickets(config.auth()), clock, ticker, new SecureRandom());
  }

  @Produces
  @Singleton
  NodeKeys nodeKeys(CairnConfig config, Keys keys, Clock clock) {
    return new NodeKeys(
        keys, config.driver() == CairnConfig.Driver.SQLITE ? config.data() : null, clock);
  }

  /** Takes the catalogue, for which the data directory was locked. */
  @Produces
  @Singleton
  NodeBackup backup(
      CairnConfig config, StorageDriver driver, Catalogue catalogue, Clock clock, Ticker ticker) {
    ShardFiles files = driver.files();
    return files == null
        ? NodeBackup.none("The driver keeps nothing that could be copied.")
        : NodeBackup.of(config.backup(), config.data(), files, catalogue, clock, ticker);
  }

  @Produces
  @Singleton
  Backups backups(NodeBackup backup) {
    return backup.backups();
  }

  @Produces
  @Singleton
  Copies copies(NodeBackup backup) {
    return backup.copies();
  }

  @Produces
  @Singleton
  PointList points(NodeBackup backup) {
    return backup.points();
  }

  @Produces
  @Singleton
  ShardRegistry shards(
      CairnConfig config,
      StorageDriver driver,
      Catalogue catalogue,
      Limits limits,
      WriteListener listener,
      NodeBackup backup,
      Clock clock,
      Ticker ticker) {
    return new ShardRegistry(
        driver,
        catalogue,
        new UnitExecutor(limits, config.shards().autoCreate()),
        Settings.writer(config.writer()),
        Settings.shards(config.shards(), config.writer(), config.quotas()),
        listener,
        backup.listener(),
        clock,
        ticker);
  }

  @Produces
  @Singleton
  Transactions transactions(
      CairnConfig config, ShardRegistry shards, Limits limits, Clock clock, Ticker ticker) {
    return new Transactions(
        shards.longUnits(),
        Settings.transactions(config.transactions()),
        limits.pageBytes(),
        new SecureRandom(),
        clock,
        ticker);
  }

  @Produces
  @Singleton
  IndexBuilds builds(ShardRegistry shards) {
    return new IndexBuilds(shards);
  }

  @Produces
  @Singleton
  MergedFeeds feeds(CairnConfig config, ShardRegistry shards) {
    return new MergedFeeds(shards.commits(), Settings.merged(config.changes()));
  }

  @Produces
  @Singleton
  Snapshots snapshots(
      CairnConfig config,
      StorageDriver driver,
      Catalogue catalogue,
      ShardRegistry shards,
      Clock clock,
      Ticker ticker) {
    return new Snapshots(
        shards,
        catalogue,
        driver.snapshots(),
        Settings.snapshots(config.snapshots()),
        new SecureRandom(),
        clock,
        ticker);
  }

  @Produces
  @Singleton
  Operations operations(
      CairnConfig config,
      StorageDriver driver,
      Catalogue catalogue,
      ShardRegistry shards,
      Snapshots snapshots,
      NodeBackup backup,
      Clock clock) {
    List<OperationWork> works = new ArrayList<>();
    for (String kind : List.of(RestoreWork.RESTORE, RestoreWork.FORK)) {
      works.add(
          new RestoreWork(
              kind,
              shards,
              catalogue,
              backup.backups(),
              snapshots,
              driver.files(),
              backup.states(),
              clock));
    }
    ShardFiles files = driver.files();
    if (files != null) {
      works.add(new ImportWork(shards, catalogue, snapshots, files, clock));
    }
    return new Operations(
        driver.files() == null ? null : config.data().resolve("operations"),
        works,
        Settings.operations(config.operations()),
        clock);
  }
}
