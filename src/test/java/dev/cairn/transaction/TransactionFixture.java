package dev.cairn.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.Entry;
import dev.cairn.Eventually;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.shard.ShardListener;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.shard.ShardSettings;
import dev.cairn.sqlite.SqliteCatalogue;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.FaultPlan;
import dev.cairn.storage.FaultyDriver;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Parts;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.UnitSize;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Transactions over a registry and a driver that can be made to fail; judged at the end. */
final class TransactionFixture implements AutoCloseable {

  /** Over what the shards are kept. */
  enum Kind {
    MEMORY,
    SQLITE
  }

  static final ShardId A = new ShardId("a");

  /** Whose the transactions are. */
  static final String CALLER = "key of a test";

  private static final long ANSWER_SECONDS = 60;

  final FaultPlan plan = new FaultPlan();

  /** Moves only when a test says so. */
  final AtomicLong nanos = new AtomicLong();

  final ShardRegistry shards;
  final Transactions transactions;
  private final FaultyDriver driver;
  private final Catalogue catalogue;

  TransactionFixture(Kind kind, Path directory, TransactionSettings settings) {
    this(kind, directory, settings, ShardListener.NONE);
  }

  TransactionFixture(
      Kind kind, Path directory, TransactionSettings settings, ShardListener listener) {
    driver = new FaultyDriver(driver(kind, directory), plan);
    catalogue =
        switch (kind) {
          case MEMORY -> new MemoryCatalogue();
          case SQLITE -> new SqliteCatalogue(directory, Clock.systemUTC());
        };
    shards =
        new ShardRegistry(
            driver,
            catalogue,
            new UnitExecutor(Limits.DEFAULT, true),
            WriteSettings.DEFAULT,
            shardSettings(),
            WriteListener.NONE,
            listener,
            Clock.systemUTC(),
            nanos::get);
    shards.start();
    transactions =
        new Transactions(
            shards.longUnits(),
            settings,
            Limits.DEFAULT.pageBytes(),
            new SecureRandom(),
            Clock.systemUTC(),
            nanos::get);
  }

  private static StorageDriver driver(Kind kind, Path directory) {
    return switch (kind) {
      case MEMORY -> new MemoryDriver(Limits.DEFAULT, FeedSettings.DEFAULT, Clock.systemUTC());
      case SQLITE ->
          new SqliteDriver(directory, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
    };
  }

  private static ShardSettings shardSettings() {
    Duration never = Duration.ofHours(1);
    return new ShardSettings(
        true, Durability.NORMAL, 2, 100, 1 << 20, never, never, never, never, 4, 4, 4, Quotas.NONE);
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** Puts an entry by itself; its version. */
  long write(String key, String value) {
    Outcome<UnitResult> outcome = submit(Units.put(key, value)).join();
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed<UnitResult>) outcome).result().revision();
  }

  /** Writes by itself, later. */
  CompletableFuture<Outcome<UnitResult>> submit(Operation operation) {
    return shards
        .write(A, new WriteUnit.Single(operation))
        .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  /** The value as everybody sees it, or {@code "none"}. */
  String value(String key) {
    return shards.read(
        A,
        (reader, _) -> {
          Entry entry = reader.get(Namespace.DEFAULT, Key.of(key), Parts.BOTH);
          return entry == null ? "none" : String.valueOf(entry.value());
        });
  }

  String begin() {
    return begin(false, null);
  }

  String begin(boolean readOnly, @Nullable Duration timeout) {
    return join(beginLater(readOnly, timeout)).id();
  }

  CompletableFuture<TransactionStatus> beginLater(boolean readOnly, @Nullable Duration timeout) {
    return transactions
        .begin(A, CALLER, readOnly, timeout)
        .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  /** What a future has, or the reason why it has nothing. */
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CairnException reason) {
        throw reason;
      }
      throw e;
    }
  }

  UnitResult apply(String id, Operation... operations) {
    WriteUnit.Batch batch = new WriteUnit.Batch(List.of(operations), false);
    return transactions.work(
        A,
        CALLER,
        id,
        new Load(operations.length, UnitSize.of(batch)),
        steps -> steps.apply(batch));
  }

  TransactionStatus commit(String id) {
    return transactions.commit(A, CALLER, id);
  }

  TransactionStatus rollBack(String id) {
    return transactions.rollBack(A, CALLER, id);
  }

  TransactionStatus status(String id) {
    return transactions.status(A, CALLER, id);
  }

  void awaitState(String id, TransactionState state) {
    Eventually.holds("it is " + state, () -> status(id).state() == state);
  }

  /** Whoever is left open is rolled back; then nothing may be open or waiting. */
  @Override
  public void close() {
    plan.calm();
    transactions.close();
    shards.close();
    driver.checkNothingOpen();
    assertThat(transactions.figures().open()).isZero();
    catalogue.close();
    driver.close();
  }
}
