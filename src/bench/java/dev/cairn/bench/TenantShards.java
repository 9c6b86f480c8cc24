package dev.cairn.bench;

import dev.cairn.Durability;
import dev.cairn.ShardId;
import dev.cairn.sqlite.ShardCopies;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.Operation;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.ShardWriter;
import dev.cairn.write.WriteSettings;
import dev.cairn.write.WriterThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes a data directory with many shards: one through the rooms of the service, the others as
 * copies of its file.
 */
final class TenantShards {

  /** What the ids begin with; a number from 0 follows. */
  static final String PREFIX = "t";

  /** In each shard, of 1 KB. */
  static final int ENTRIES = 20;

  private TenantShards() {}

  /** How many shards the run is about. */
  static int count(Plan plan) {
    return plan.quick() ? 2000 : 10_000;
  }

  /** The directory with all of them, which the parts of a run share; made when it is not there. */
  static Path all(Plan plan) throws IOException {
    Path data = plan.work().resolve("tenants");
    if (!Files.exists(data)) {
      make(data, count(plan), ENTRIES);
    }
    return data;
  }

  /** Makes so many shards with so many entries each in an empty data directory. */
  static void make(Path data, int shards, int entries) throws IOException {
    makeFirst(data, entries);
    try {
      ShardCopies.make(data, id(0), IntStream.range(1, shards).mapToObj(TenantShards::id).toList());
    } catch (SQLException e) {
      throw new IllegalStateException("a shard could not be copied", e);
    }
  }

  private static ShardId id(int shard) {
    return new ShardId(PREFIX + shard);
  }

  private static void makeFirst(Path data, int entries) {
    long now = System.currentTimeMillis();
    try (SqliteDriver driver = FilledShard.driver(data);
        ShardStore store = driver.create(id(0), new NewShard(Durability.NORMAL, now, 0));
        ShardWriter writer =
            FilledShard.writer(
                id(0), store, WriteSettings.DEFAULT, WriterThreads.of(Runnable::run))) {
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
