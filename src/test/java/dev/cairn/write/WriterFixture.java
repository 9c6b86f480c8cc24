package dev.cairn.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.SettableClock;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.storage.FaultPlan;
import dev.cairn.storage.FaultyDriver;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Parts;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A writer over a store that can be made to fail, and everybody it talks to. */
final class WriterFixture implements AutoCloseable {

  private static final ShardId SHARD = new ShardId("written");

  final FaultPlan plan = new FaultPlan();

  /** What the clock says, in milliseconds since 1970 UTC. */
  final AtomicLong time = new AtomicLong(1_700_000_000_000L);

  private final Clock clock = new SettableClock(time::get);
  final HandDriven drains = new HandDriven();
  final ShardStore store;
  final ShardWriter writer;

  /** What the owner was told, in order. */
  final List<StorageFault> faults = new CopyOnWriteArrayList<>();

  /** The revisions for which the owner was asked. */
  final List<Long> histories = new CopyOnWriteArrayList<>();

  /** Thrown when the owner is asked, if set. */
  volatile @Nullable CairnException historyRefusal;

  /** Units of each group that was committed. */
  final List<Integer> groups = new CopyOnWriteArrayList<>();

  final AtomicInteger turnedAway = new AtomicInteger();

  private final FaultyDriver driver =
      new FaultyDriver(new MemoryDriver(Limits.DEFAULT, FeedSettings.DEFAULT, clock), plan);

  WriterFixture() {
    this(WriteSettings.DEFAULT);
  }

  WriterFixture(WriteSettings settings) {
    this(settings, 0, null);
  }

  /**
   * @param base revision that the shard begins at
   * @param threads where its tasks run; null to drive them by hand
   */
  WriterFixture(WriteSettings settings, long base, @Nullable WriterThreads threads) {
    store = driver.create(SHARD, new NewShard(Durability.NORMAL, 0, base));
    writer =
        new ShardWriter(
            SHARD,
            store,
            new UnitExecutor(Limits.DEFAULT, true),
            settings,
            new Listener(),
            new Owner(),
            threads == null ? WriterThreads.of(drains) : threads,
            clock,
            Ticker.SYSTEM);
  }

  private final class Listener implements WriteListener {

    @Override
    public void committed(int members, long nanos) {
      groups.add(members);
    }

    @Override
    public void queueFull() {
      turnedAway.incrementAndGet();
    }
  }

  private final class Owner implements WriterOwner {

    @Override
    public void entersHistory(long revision) {
      CairnException refusal = historyRefusal;
      if (refusal != null) {
        throw refusal;
      }
      histories.add(revision);
    }

    @Override
    public void failed(StorageFault fault) {
      faults.add(fault);
    }
  }

  CompletableFuture<Outcome<UnitResult>> submit(Operation operation) {
    return writer.submit(new WriteUnit.Single(operation));
  }

  /** Submits a unit whose outcome does not matter to the test. */
  void submitAside(Operation operation) {
    CompletableFuture<Outcome<UnitResult>> unused = submit(operation);
  }

  /** The value of an entry as text, or null if there is none. */
  @Nullable String value(String key) {
    Entry entry = entry(key);
    return entry == null ? null : String.valueOf(entry.value());
  }

  @Nullable Entry entry(String key) {
    try (ShardReader reader = store.reader()) {
      return reader.get(Namespace.DEFAULT, Key.of(key), Parts.BOTH);
    }
  }

  /** What was committed; the unit must have an outcome already. */
  static UnitResult committed(CompletableFuture<Outcome<UnitResult>> unit) {
    assertThat(unit).isDone();
    assertThat(unit.join()).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed<UnitResult>) unit.join()).result();
  }

  /** Why the unit was refused; it must have an outcome already. */
  static CairnException refused(CompletableFuture<Outcome<UnitResult>> unit) {
    assertThat(unit).isDone();
    assertThat(unit.join()).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused<UnitResult>) unit.join()).reason();
  }

  static void assertUnknown(CompletableFuture<Outcome<UnitResult>> unit) {
    assertThat(unit).isDone();
    assertThat(unit.join()).isInstanceOf(Outcome.Unknown.class);
  }

  /** Closes the store and judges what is left: nothing open, no misuse, nobody without answer. */
  @Override
  public void close() {
    assertThat(writer.queued()).as("units that wait").isZero();
    assertThat(faults).as("faults that the owner was told").hasSizeLessThanOrEqualTo(1);
    plan.calm();
    store.close();
    driver.checkNothingOpen();
  }
}
