package dev.cairn.bench;

import dev.cairn.Durability;
import dev.cairn.ShardId;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.Operation;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.ShardWriter;
import dev.cairn.write.WriteSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes a data directory with many shards through the rooms of the service, a few at a time and
 * each closed again. A service that is started over them finds files that no catalogue lists, and
 * adopts them.
 */
final class TenantShards {

  /** What the ids begin with; a number from 0 follows. */
  static final String PREFIX = "t";

  /** In each shard, of 1 KB. */
  static final int ENTRIES = 20;

  /** They wait for the disk. */
  private static final int MAKERS = 8;

  private TenantShards() {}

  /** How many shards the run is about. */
  static int count(Plan plan) {
    return plan.quick() ? 2000 : 10_000;
  }

  /**
   * The directory with all of them, which the parts of a run share, in a catalogue too. Made when
   * it is not there yet.
   */
  static Path all(Plan plan) throws IOException, InterruptedException {
    Path data = plan.work().resolve("tenants");
    if (!Files.exists(data)) {
      make(data, count(plan), ENTRIES);
      Node.start(plan, data).close();
    }
    return data;
  }

  /** Makes so many shards with so many entries each in an empty data directory. */
  static void make(Path data, int shards, int entries) throws InterruptedException {
    SqliteDriver driver = FilledShard.driver(data);
    try (ExecutorService makers = Executors.newFixedThreadPool(MAKERS)) {
      List<Future<?>> made = new ArrayList<>(shards);
      for (int shard = 0; shard < shards; shard++) {
        ShardId id = new ShardId(PREFIX + shard);
        made.add(makers.submit(() -> make(driver, id, entries)));
      }
      for (Future<?> each : made) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a shard could not be made", e);
    } finally {
      driver.close();
    }
  }

  private static void make(SqliteDriver driver, ShardId id, int entries) {
    long now = System.currentTimeMillis();
    try (ShardStore store = driver.create(id, new NewShard(Durability.NORMAL, now, 0));
        ShardWriter writer = FilledShard.writer(id, store, WriteSettings.DEFAULT, Runnable::run)) {
      List<Operation> puts = new ArrayList<>(entries);
      for (int entry = 0; entry < entries; entry++) {
        puts.add(
            FilledShard.put(
                FilledShard.key(entry), Values.plain(entry % Math.max(1, entries / 10), 1024)));
      }
      FilledShard.requireWritten(writer.execute(new WriteUnit.Batch(puts, true)), entries);
    }
  }
}
