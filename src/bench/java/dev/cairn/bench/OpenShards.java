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
import dev.cairn.write.WriterThreads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Many shards that are open at a time, each with two writers of which one is used at a time: one
 * that commits groups, and one that gives every unit a transaction. One thread.
 */
final class OpenShards implements AutoCloseable {

  private static final int FILL = 500;
  private static final WriterThreads INLINE = WriterThreads.of(Runnable::run);

  private static final WriteSettings ALONE =
      new WriteSettings(
          WriteSettings.DEFAULT.queueMembers(),
          WriteSettings.DEFAULT.queueBytes(),
          1,
          WriteSettings.DEFAULT.groupBytes());

  private final SqliteDriver driver;
  private final List<ShardStore> stores = new ArrayList<>();
  private final List<ShardWriter> grouping = new ArrayList<>();
  private final List<ShardWriter> alone = new ArrayList<>();

  private OpenShards(Path data) {
    driver = FilledShard.driver(data);
  }

  /** Makes shards with so many entries of 1 KB each in an empty data directory. */
  static void make(Path data, int shards, int entries) {
    try (OpenShards made = new OpenShards(data)) {
      for (int shard = 0; shard < shards; shard++) {
        ShardId id = id(shard);
        made.add(id, made.driver.create(id, new NewShard(Durability.NORMAL, 0, 0)), INLINE);
        fill(made.grouping.getLast(), entries);
      }
    }
  }

  /** Opens what {@link #make} made. */
  static OpenShards open(Path data, int shards, Durability durability, WriterThreads threads) {
    OpenShards opened = new OpenShards(data);
    for (int shard = 0; shard < shards; shard++) {
      ShardId id = id(shard);
      opened.add(id, opened.driver.open(id, durability, false), threads);
    }
    return opened;
  }

  private static ShardId id(int shard) {
    return new ShardId("s" + shard);
  }

  private void add(ShardId id, ShardStore store, WriterThreads threads) {
    stores.add(store);
    grouping.add(FilledShard.writer(id, store, WriteSettings.DEFAULT, threads));
    alone.add(FilledShard.writer(id, store, ALONE, threads));
  }

  private static void fill(ShardWriter writer, int entries) {
    for (int first = 0; first < entries; first += FILL) {
      int end = Math.min(entries, first + FILL);
      List<Operation> puts = new ArrayList<>(FILL);
      for (int entry = first; entry < end; entry++) {
        puts.add(FilledShard.put(FilledShard.key(entry), Values.plain(entry, 1024)));
      }
      FilledShard.requireWritten(writer.execute(new WriteUnit.Batch(puts, true)), end - first);
    }
  }

  /** The writers that commit groups. */
  List<ShardWriter> grouping() {
    return grouping;
  }

  /** The writers that give every unit a transaction of its own. */
  List<ShardWriter> alone() {
    return alone;
  }

  @Override
  public void close() {
    grouping.forEach(ShardWriter::close);
    alone.forEach(ShardWriter::close);
    stores.forEach(ShardStore::close);
    driver.close();
  }
}
