package dev.cairn.transaction;

import static dev.cairn.transaction.TransactionFixture.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.Outcome;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.Parts;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A client that does this and that, and writes down what it saw. One thread. */
final class HistoryClient implements Callable<List<Recorded>> {

  private static final int STEPS = 5;
  private static final int LONGEST_PAUSE_NANOS = 100_000;
  private static final List<String> KEYS = List.of("x", "y", "z");

  private final TransactionFixture fixture;
  private final String prefix;
  private final Random random;

  /** Gives every write of the history a value of its own. */
  private final AtomicLong values;

  private final List<Recorded> recorded = new ArrayList<>();
  private final Map<String, Long> reads = new HashMap<>();
  private final Map<String, Long> writes = new HashMap<>();

  /**
   * @param prefix of the keys, so that histories have nothing to do with each other
   */
  HistoryClient(TransactionFixture fixture, String prefix, long seed, AtomicLong values) {
    this.fixture = fixture;
    this.prefix = prefix;
    this.random = new Random(seed);
    this.values = values;
  }

  @Override
  public List<Recorded> call() {
    for (int i = 0; i < STEPS; i++) {
      reads.clear();
      writes.clear();
      switch (random.nextInt(8)) {
        case 0 -> recordUnit("put", putOf(key()));
        case 1 -> recordUnit("batch", Units.get(prefix + key()), putOf(key()), putOf(key()));
        case 2 -> readOnce();
        case 3 -> readOnly();
        default -> interactive();
      }
      if (random.nextBoolean()) {
        LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
      }
    }
    return recorded;
  }

  private static String key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private String key() {
    return key(random);
  }

  private Operation putOf(String key) {
    return Units.put(prefix + key, "" + values.incrementAndGet());
  }

  private void record(String name, long invoked, @Nullable Long revision) {
    long answered = System.nanoTime();
    recorded.add(
        new Recorded(
            name + " at " + invoked,
            invoked,
            answered,
            Map.copyOf(reads),
            Map.copyOf(writes),
            writes.isEmpty() ? null : revision));
  }

  private void recordUnit(String name, Operation... operations) {
    long invoked = System.nanoTime();
    Outcome<UnitResult> outcome =
        fixture.shards.write(A, new WriteUnit.Batch(List.of(operations), false)).join();
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    UnitResult unit = ((Outcome.Committed<UnitResult>) outcome).result();
    note(List.of(operations), unit.results());
    record(name, invoked, unit.revision());
  }

  private void readOnce() {
    String key = key();
    long invoked = System.nanoTime();
    String found =
        fixture.shards.read(
            A,
            (reader, _) -> {
              Entry entry = reader.get(Namespace.DEFAULT, Key.of(prefix + key), Parts.BOTH);
              return entry == null ? "0" : String.valueOf(entry.value());
            });
    reads.put(key, Long.valueOf(found));
    record("get", invoked, null);
  }

  private void readOnly() {
    long invoked = System.nanoTime();
    String id;
    try {
      id = fixture.begin(true, null);
    } catch (CairnException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_TRANSACTIONS);
      return;
    }
    for (int i = 0; i < 3; i++) {
      apply(id, List.of(Units.get(prefix + key())));
    }
    fixture.commit(id);
    record("reading transaction", invoked, null);
  }

  private void interactive() {
    long invoked = System.nanoTime();
    String id = fixture.begin();
    for (int i = random.nextInt(4); i >= 0; i--) {
      List<Operation> operations = new ArrayList<>();
      for (int j = random.nextInt(3); j >= 0; j--) {
        operations.add(random.nextInt(3) == 0 ? putOf(key()) : Units.get(prefix + key()));
      }
      apply(id, operations);
      if (random.nextInt(3) == 0) {
        LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
      }
    }
    if (random.nextInt(5) == 0) {
      fixture.rollBack(id);
      writes.clear();
      record("transaction rolled back", invoked, null);
    } else {
      Long revision = fixture.commit(id).revision();
      record("transaction", invoked, revision);
    }
  }

  private void apply(String id, List<Operation> operations) {
    note(operations, fixture.apply(id, operations.toArray(Operation[]::new)).results());
  }

  /** Notes what was found and done; what it wrote itself it must find again. */
  private void note(List<Operation> operations, List<OperationResult> results) {
    for (int i = 0; i < operations.size(); i++) {
      switch (operations.get(i)) {
        case Operation.Put put ->
            writes.put(
                put.key().text().substring(prefix.length()), Long.valueOf(put.value().toString()));
        case Operation.Get get -> {
          String key = get.key().text().substring(prefix.length());
          long found =
              results.get(i) instanceof OperationResult.Found(Entry entry)
                  ? Long.parseLong(String.valueOf(entry.value()))
                  : 0;
          Long own = writes.get(key);
          Long before = own != null ? own : reads.putIfAbsent(key, found);
          if (before != null) {
            assertThat(found).as("what was there before").isEqualTo(before);
          }
        }
        default -> throw new IllegalArgumentException();
      }
    }
  }
}
