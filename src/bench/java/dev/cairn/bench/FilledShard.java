package dev.cairn.bench;

import dev.cairn.Durability;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.ShardWriter;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import dev.cairn.write.WriterOwner;
import dev.cairn.write.WriterThreads;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A shard of the rooms as they are in the service, without the service around them. One thread. */
final class FilledShard implements AutoCloseable {

  private static final int FILL = 500;

  private final SqliteDriver driver;
  private final ShardStore store;
  private final ShardWriter writer;

  private FilledShard(SqliteDriver driver, ShardId id, ShardStore store, WriterThreads threads) {
    this.driver = driver;
    this.store = store;
    this.writer = writer(id, store, WriteSettings.DEFAULT, threads);
  }

  /**
   * Whoever benchmarks has no catalogue to note histories in, and no use for a shard that fails.
   */
  private static final class Owner implements WriterOwner {

    @Override
    public void entersHistory(long revision) {
      throw new IllegalStateException("A benchmark came to revision " + revision);
    }

    @Override
    public void failed(StorageFault fault) {
      throw fault;
    }
  }

  /** A writer as the registry makes them. */
  static ShardWriter writer(
      ShardId id, ShardStore store, WriteSettings settings, WriterThreads threads) {
    return new ShardWriter(
        id,
        store,
        new UnitExecutor(Limits.DEFAULT, true),
        settings,
        WriteListener.NONE,
        new Owner(),
        threads,
        Clock.systemUTC(),
        Ticker.SYSTEM);
  }

  /** A driver as the service has it. */
  static SqliteDriver driver(Path data) {
    return new SqliteDriver(data, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
  }

  /** Makes and fills a shard in an empty data directory, and closes it. */
  static void make(Path data, int entries, int valueBytes) {
    SqliteDriver driver = driver(data);
    ShardId id = new ShardId("bench");
    try (FilledShard shard =
        new FilledShard(
            driver,
            id,
            driver.create(id, new NewShard(Durability.NORMAL, 0, 0)),
            WriterThreads.of(Runnable::run))) {
      for (int first = 0; first < entries; first += FILL) {
        List<Operation> puts = new ArrayList<>(FILL);
        for (int entry = first; entry < first + FILL; entry++) {
          puts.add(put(key(entry), Values.filled(entry, entries, valueBytes)));
        }
        requireWritten(shard.writer.execute(new WriteUnit.Batch(puts, true)), FILL);
      }
    }
  }

  /**
   * Opens what {@link #make} made.
   *
   * @param threads run the writer's tasks
   */
  static FilledShard open(Path data, WriterThreads threads) {
    SqliteDriver driver = driver(data);
    ShardId id = new ShardId("bench");
    return new FilledShard(driver, id, driver.open(id, Durability.NORMAL, false), threads);
  }

  ShardStore store() {
    return store;
  }

  ShardWriter writer() {
    return writer;
  }

  static Key key(int entry) {
    return Key.of(String.format(Locale.ROOT, "k%05d", entry));
  }

  static Operation.Put put(Key key, JsonText value) {
    return new Operation.Put(Namespace.DEFAULT, key, value, MetadataChange.KEEP, Precondition.NONE);
  }

  /** Requires that a unit was committed and wrote so many entries. */
  static void requireWritten(Outcome<UnitResult> outcome, int entries) {
    if (!(outcome instanceof Outcome.Committed<UnitResult>(UnitResult unit))) {
      throw new IllegalStateException("a write was not committed: " + outcome);
    }
    int written = 0;
    for (OperationResult result : unit.results()) {
      if (result instanceof OperationResult.Written) {
        written++;
      }
    }
    if (written != entries) {
      throw new IllegalStateException(written + " entries were written instead of " + entries);
    }
  }

  @Override
  public void close() {
    writer.close();
    store.close();
    driver.close();
  }
}
