package dev.cairn.app;

import dev.cairn.Ticker;
import dev.cairn.backup.BackupSettings;
import dev.cairn.backup.Backups;
import dev.cairn.backup.Copies;
import dev.cairn.backup.CopySettings;
import dev.cairn.backup.DailyCopies;
import dev.cairn.backup.HotBackups;
import dev.cairn.backup.NoBackups;
import dev.cairn.backup.PointList;
import dev.cairn.backup.Proving;
import dev.cairn.backup.ReplicaStore;
import dev.cairn.backup.Replicator;
import dev.cairn.backup.Restorer;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.litestream.Litestream;
import dev.cairn.litestream.LitestreamRestorer;
import dev.cairn.litestream.LitestreamSettings;
import dev.cairn.replica.ReplicaStores;
import dev.cairn.restore.FormerStates;
import dev.cairn.shard.ShardListener;
import dev.cairn.shard.Shards;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.storage.ShardFiles;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The backup of this node as a whole: the processes that copy, the store of the replica, the
 * policy; or, where none is made, nothing of it. Started and closed once, by {@link Lifecycle}.
 */
final class NodeBackup implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(NodeBackup.class);
  private static final String OFF = "off";

  private final Backups backups;
  private final ShardListener listener;
  private final boolean required;
  private final @Nullable Litestream litestream;
  private final @Nullable ReplicaStore store;
  private final @Nullable HotBackups hot;
  private final @Nullable FormerStates states;
  private final @Nullable DailyCopies daily;

  private NodeBackup(String reason) {
    this.backups = new NoBackups(reason);
    this.listener = ShardListener.NONE;
    this.states = null;
    this.required = false;
    this.litestream = null;
    this.store = null;
    this.hot = null;
    this.daily = null;
  }

  private NodeBackup(
      Litestream litestream,
      @Nullable ReplicaStore store,
      HotBackups hot,
      @Nullable FormerStates states,
      @Nullable DailyCopies daily,
      boolean required) {
    this.states = states;
    this.backups = hot;
    this.listener = daily == null ? hot.listener() : daily;
    this.daily = daily;
    this.required = required;
    this.litestream = litestream;
    this.store = store;
    this.hot = hot;
  }

  /**
   * The backup that the settings ask for; nothing runs yet.
   *
   * @param data the data directory, which is locked
   * @param files where the shards lie
   * @param catalogue stays its owner's to close
   * @throws IllegalArgumentException if a setting can't be followed; its message names it
   */
  static NodeBackup of(
      BackupConfig config,
      Path data,
      ShardFiles files,
      Catalogue catalogue,
      Clock clock,
      Ticker ticker) {
    Path directory = data.toAbsolutePath().resolve("backup");
    if (config.url().equals(OFF)) {
      HotBackups.forgetCopies(directory);
      return new NodeBackup("The setting cairn.backup.url is off.");
    }
    BackupPlace place = BackupPlace.of(config.url(), data);
    if (place == null) {
      return new NodeBackup("The directory beside the data can't hold it; see cairn.backup.url.");
    }
    BackupSettings settings = Settings.backup(config);
    CopySettings copies = Settings.copies(config);
    ReplicaStore store = ReplicaStores.of(place.url(), System.getenv());
    LitestreamSettings child =
        new LitestreamSettings(
            config.litestream(),
            directory.resolve("litestream"),
            place.url(),
            settings.hotCap(),
            Map.of());
    Restorer restorer = new LitestreamRestorer(child);
    Litestream litestream = new Litestream(child, ticker, new SecureRandom());
    FormerStates states = store == null ? null : new FormerStates(store, restorer, files);
    HotBackups hot =
        new HotBackups(
            litestream,
            store,
            place.url(),
            catalogue,
            SqliteDriver::nameOf,
            directory,
            settings,
            Settings.keeping(config),
            new Proving(restorer, files, Settings.drills(config)),
            clock,
            ticker);
    DailyCopies daily =
        store == null || !copies.on()
            ? null
            : new DailyCopies(
                store, files, place.url(), directory, copies, hot.listener(), clock, ticker);
    place.warnOfSameDisk(data);
    return new NodeBackup(litestream, store, hot, states, daily, config.required());
  }

  /** Of a driver that keeps nothing. */
  static NodeBackup none(String reason) {
    return new NodeBackup(reason);
  }

  Backups backups() {
    return backups;
  }

  /** Former states of shards; null if there is no replica that can be listed. */
  @Nullable FormerStates states() {
    return states;
  }

  Copies copies() {
    return daily == null ? Copies.NONE : daily;
  }

  PointList points() {
    return store == null
        ? PointList.none(
            backups.figures().on()
                ? "The backup is in a place that only Litestream can list."
                : backups.figures().replicator().detail())
        : PointList.of(store, SqliteDriver::nameOf);
  }

  ShardListener listener() {
    return listener;
  }

  /**
   * Starts what copies, and waits until it runs or has failed to.
   *
   * @throws IllegalStateException if it failed to and is required
   */
  void start() {
    if (litestream == null) {
      return;
    }
    try {
      litestream.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Replicator.Condition condition = litestream.condition();
    if (condition.running()) {
      return;
    }
    if (required) {
      throw new IllegalStateException(
          "cairn.backup.required is true, and no backup can be made: " + condition.detail());
    }
    LOG.warnf("No backup is made for now: %s", condition.detail());
  }

  /** Shards can be opened: the policy takes up its work. */
  void follow(Shards shards) {
    if (hot != null) {
      hot.start(shards);
    }
    if (daily != null) {
      daily.start(shards);
    }
  }

  /** Every shard has been closed: copies what is left, for a limited time, and ends. */
  @Override
  public void close() {
    if (daily != null) {
      daily.close();
    }
    if (hot != null) {
      hot.close();
    }
    if (litestream != null) {
      litestream.close();
    }
    if (store != null) {
      store.close();
    }
  }
}
