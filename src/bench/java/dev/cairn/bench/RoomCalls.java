package dev.cairn.bench;

import dev.cairn.Durability;
import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.storage.Parts;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.ShardWriter;
import dev.cairn.write.WriteSettings;
import dev.cairn.write.WriterPools;
import java.io.IOException;
import java.nio.file.Path;

/** Through the rooms of the service: a reader is lent for each get, the writer takes each put. */
final class RoomCalls implements Calls {

  private final SqliteDriver driver;
  private final ShardStore store;
  private final ShardWriter writer;
  private final Path log;
  private final WriterPools threads = ScalingPart.pools();

  /** Opens what {@link FilledShard#make} made. */
  RoomCalls(Path data, Durability durability) throws IOException {
    ShardId id = new ShardId("bench");
    log = Path.of(Directories.shardFile(data) + "-wal");
    driver = FilledShard.driver(data);
    store = driver.open(id, durability, false);
    writer = FilledShard.writer(id, store, WriteSettings.DEFAULT, threads);
  }

  @Override
  public int get(Key key) {
    try (ShardReader reader = store.reader()) {
      Entry entry = reader.get(Namespace.DEFAULT, key, Parts.VALUE);
      JsonText value = entry == null ? null : entry.value();
      if (value == null) {
        throw new IllegalStateException(key + " is not there");
      }
      return value.utf8().length;
    }
  }

  @Override
  public boolean put(Key key, JsonText value) {
    FilledShard.requireWritten(
        writer.execute(new WriteUnit.Single(FilledShard.put(key, value))), 1);
    return true;
  }

  @Override
  public Path log() {
    return log;
  }

  @Override
  public void close() {
    writer.close();
    threads.close();
    store.close();
    driver.close();
  }
}
