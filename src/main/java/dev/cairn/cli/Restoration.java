package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.backup.CopyStore;
import dev.cairn.backup.EpochName;
import dev.cairn.backup.ReplicaStore;
import dev.cairn.backup.Restorer;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.litestream.LitestreamRestorer;
import dev.cairn.litestream.LitestreamSettings;
import dev.cairn.replica.ReplicaStores;
import dev.cairn.sqlite.SqliteCatalogue;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.ShardFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings shards back from a replica: restores the wanted state to a file of its own, checks that
 * file, and only then gives it its place. Whatever is cut short leaves nothing but a scratch file,
 * which the next attempt clears away. Any thread.
 */
final class Restoration implements AutoCloseable {

  /** Shards that are restored at a time. */
  private static final int AT_ONCE = 4;

  private final @Nullable ReplicaStore store;
  private final RestoreSource source;

  private Restoration(@Nullable ReplicaStore store, RestoreSource source) {
    this.store = store;
    this.source = source;
  }

  /**
   * From one SQLite file.
   *
   * @throws IllegalArgumentException if that can't be one to restore from
   */
  static Restoration ofFile(Path file) {
    return new Restoration(null, new FileSource(file));
  }

  /**
   * From a replica.
   *
   * @param backup the replica, as the setting {@code cairn.backup.url} has it
   * @param litestream the program
   * @param before everything restored was committed before, in milliseconds since 1970 UTC; of no
   *     meaning where a copy is named
   * @param copy what {@link CopySource} takes, null to restore what Litestream has copied
   * @throws IllegalArgumentException if the replica can't be one to restore from, or the copy none
   */
  static Restoration ofReplica(
      String backup, String litestream, long before, @Nullable String copy) {
    String url = ReplicaStores.urlOf(backup);
    ReplicaStore found = ReplicaStores.of(url, System.getenv());
    if (found == null) {
      throw new IllegalArgumentException(
          "--backup must be a directory or an S3-compatible store; of another place Litestream"
              + " itself restores to a file, and --from takes that");
    }
    return new Restoration(
        found,
        copy == null
            ? new EpochSource(found, restorer(litestream, url), before)
            : new CopySource(new CopyStore(found), copy));
  }

  private static Restorer restorer(String litestream, String url) {
    return new LitestreamRestorer(
        new LitestreamSettings(litestream, Path.of("."), url, 1, Map.of()));
  }

  /** The data directory that shards are restored into, locked. One thread closes it. */
  static final class Target implements AutoCloseable {
    private final SqliteDriver driver;
    private final Catalogue catalogue;
    private final ShardFiles files;

    /**
     * Locks the directory, which is made if it is missing.
     *
     * @throws IllegalStateException if a service runs on it
     */
    Target(Path data, Clock clock) throws IOException {
      this.driver = new SqliteDriver(data, SqliteSettings.DEFAULT, clock, Ticker.SYSTEM);
      this.catalogue = new SqliteCatalogue(data, clock);
      this.files = driver.files();
    }

    @Override
    public void close() {
      catalogue.close();
      driver.close();
    }
  }

  /** The names of all shards in the replica. */
  List<String> names() throws IOException {
    return List.copyOf(source.names());
  }

  /** The names that shards have in the replica. */
  List<String> names(List<String> shards) {
    return shards.stream().map(shard -> SqliteDriver.nameOf(new ShardId(shard))).toList();
  }

  /**
   * Restores one shard to a file.
   *
   * @return what was restored, in a line
   */
  String toFile(ShardId id, Path file) throws IOException, InterruptedException {
    if (Files.exists(file)) {
      throw new IllegalStateException(file + " is there already");
    }
    for (Path side : SqliteDriver.sideFiles(file)) {
      if (Files.exists(side)) {
        throw new IllegalStateException(
            side + " is there, and SQLite would take it for a part of what is restored");
      }
    }
    Path whole = file.toAbsolutePath();
    Instant time = source.restore(SqliteDriver.nameOf(id), whole);
    try {
      return told(SqliteDriver.examine(whole), time);
    } catch (CairnException e) {
      Files.deleteIfExists(whole);
      throw e;
    }
  }

  /** Restores shards into their places; what became of each is told to {@code tally}. */
  void into(Target target, List<String> names, RestoreTally tally) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (String name : names) {
        threads.execute(() -> one(target, name, tally));
      }
      threads.shutdown();
      while (!threads.awaitTermination(1, TimeUnit.HOURS)) {
        // Many shards take their time; each has a limit of its own.
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void one(Target target, String name, RestoreTally tally) {
    if (target.driver.isThere(name)) {
      tally.there();
      return;
    }
    Path scratch = target.files.scratch().resolve(name + ".sqlite");
    try {
      Instant time = source.restore(name, scratch);
      RestoredShard shard = target.files.examine(scratch);
      if (!SqliteDriver.nameOf(shard.id()).equals(name)) {
        Files.deleteIfExists(scratch);
        tally.failed(name, "what was found is of shard " + shard.id());
        return;
      }
      if (target.driver.isThere(shard.id())) {
        Files.deleteIfExists(scratch);
        tally.there();
        return;
      }
      long bytes = Files.size(scratch);
      install(target, scratch, shard, newest(name));
      tally.restored(told(shard, time), bytes);
    } catch (IOException | CairnException | IllegalStateException e) {
      tally.failed(name, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      tally.failed(name, "was interrupted");
    }
  }

  /** Where nobody can be asked, whoever copies the shard looks for earlier epochs first. */
  private long newest(String name) throws IOException {
    List<EpochName> epochs = store == null ? List.of() : store.epochs(name);
    return epochs.isEmpty() ? 0 : epochs.getLast().number();
  }

  /** The file first, then the catalogue: a crash between leaves a file, which a start adopts. */
  private static void install(Target target, Path scratch, RestoredShard shard, long epoch) {
    long base =
        Math.max(
            Revision.newHistoryAfter(shard.revision()),
            Revision.newHistoryAfter(target.catalogue.baseRevision(shard.id())));
    target.files.turnInto(scratch, shard.id(), base, epoch);
    target.files.install(scratch, shard.id());
    if (target.catalogue.find(shard.id()) == null) {
      target.catalogue.put(new ShardRecord(shard.id(), Durability.NORMAL, shard.created()));
    }
    target.catalogue.enterHistory(shard.id(), base);
  }

  private static String told(RestoredShard shard, Instant time) {
    return shard.id() + ": revision " + shard.revision() + " as of " + time;
  }

  @Override
  public void close() {
    if (store != null) {
      store.close();
    }
  }
}
