package dev.cairn.storage;

import static dev.cairn.storage.Units.all;
import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.metadata;
import static dev.cairn.storage.Units.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import dev.cairn.query.Sorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Random units from many threads, one at a time as a shard's writer takes them, against a map that
 * says what must come of them; reads go on beside them, unlocked.
 */
abstract class ModelContract extends ShardContract {

  private static final int THREADS = 4;
  private static final int TURNS = 300;
  private static final int KEYS = 30;
  private static final int NUMBERS = 100;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());

  /** Guards the model and makes writes come one at a time. */
  private final ReentrantLock writersTurn = new ReentrantLock();

  private final ShardModel model = new ShardModel();

  ModelContract(Function<Path, DriverUnderTest> start) {
    super(start);
  }

  @Test
  void randomUnitsFromManyThreadsLeaveWhatTheModelSays() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Void>> players = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(seed + i);
        players.add(() -> play(random));
      }
      for (Future<Void> player : threads.invokeAll(players)) {
        player.get();
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError("With -Dcairn.seed=" + seed + ": " + e, e);
    }
    compare(NUMBERS / 2);

    restart();

    compare(NUMBERS);
    assertThat(store.revision()).as("seed %d", seed).isEqualTo(model.revision());
  }

  private Void play(Random random) {
    Map<String, Long> seen = new HashMap<>();
    for (int turn = 0; turn < TURNS; turn++) {
      writersTurn.lock();
      try {
        writeSomething(random);
        if (turn % 20 == 0) {
          compare(random.nextInt(NUMBERS));
        }
      } finally {
        writersTurn.unlock();
      }
      readSomething(random, seen);
    }
    return null;
  }

  private void writeSomething(Random random) {
    int choice = random.nextInt(100);
    if (choice < 50) {
      writeBatch(steps(random, 1), true);
    } else if (choice < 80) {
      writeBatch(steps(random, 5), random.nextBoolean());
    } else if (choice < 99) {
      changeOne(key(random), random.nextInt(NUMBERS), random.nextBoolean());
    } else {
      write(new Operation.Clear(Namespace.DEFAULT));
      model.clear();
    }
  }

  private void writeBatch(List<ShardModel.Step> steps, boolean atomic) {
    WriteUnit unit =
        new WriteUnit.Batch(steps.stream().map(ShardModel.Step::operation).toList(), atomic);
    List<Integer> refused = model.batch(steps, atomic);
    if (atomic && !refused.isEmpty()) {
      assertThat(refusal(unit).members()).containsEntry("failedOperations", refused);
      return;
    }
    UnitResult result = write(unit);
    assertThat(result.revision()).isEqualTo(model.revision());
    for (int i = 0; i < steps.size(); i++) {
      assertThat(result.results().get(i) instanceof OperationResult.Refused)
          .as("step %d of %s is refused", i, steps)
          .isEqualTo(refused.contains(i));
    }
  }

  private void changeOne(String key, int number, boolean ofMetadata) {
    Operation change =
        ofMetadata
            ? metadata(key, replace("{\"m\":" + number + "}"))
            : merge(key, "{\"n\":" + number + "}");
    if (model.row(key) == null) {
      assertThat(refusal(change).code()).isEqualTo(ErrorCode.ENTRY_NOT_FOUND);
      return;
    }
    write(change);
    if (ofMetadata) {
      model.mark(key, number);
    } else {
      model.patch(key, number);
    }
  }

  /** What holds of every read, whatever is written meanwhile. */
  private void readSomething(Random random, Map<String, Long> seen) {
    String key = key(random);
    Entry entry = find(Namespace.DEFAULT, key);
    if (entry != null) {
      assertThat(entry.version())
          .as("version of %s, never older than one seen, one unit ahead of the shard at most", key)
          // A unit may be read before its commit returns, when the shard tells its revision.
          .isBetween(seen.getOrDefault(key, 1L), store.revision() + 1);
      seen.put(key, entry.version());
    }
    List<String> listed = keys(all());
    assertThat(listed).isSorted().doesNotHaveDuplicates();
  }

  private void compare(int bound) {
    assertThat(keys(all())).isEqualTo(model.keys());
    assertThat(this.<Long>read(reader -> reader.count(Namespace.DEFAULT, null)))
        .isEqualTo(model.keys().size());
    assertThat(this.<Long>read(reader -> reader.totals().entries())).isEqualTo(model.keys().size());
    Query query =
        new Query(
            Filters.read(json("{\"field\":\"n\",\"operator\":\"lt\",\"value\":" + bound + "}"), ""),
            Sorts.read(json("[{\"field\":\"n\",\"order\":\"desc\"}]"), ""),
            KEYS,
            0,
            null,
            false,
            false);
    assertThat(
            read(reader -> reader.query(Namespace.DEFAULT, query)).entries().stream()
                .map(entry -> entry.key().text()))
        .isEqualTo(model.keysBelow(bound));
    assertThat(this.<Long>read(reader -> reader.count(Namespace.DEFAULT, query.filter())))
        .isEqualTo(model.keysBelow(bound).size());
    model.keys().forEach(this::compareEntry);
  }

  private void compareEntry(String key) {
    ShardModel.Row row = Objects.requireNonNull(model.row(key));
    Entry entry =
        read(reader ->
                reader.getAll(
                    List.of(new Operation.Get(Namespace.DEFAULT, Key.of(key), Parts.BOTH)), MUCH))
            .getFirst();
    assertThat(entry).as(key).isNotNull();
    assertThat(entry.version()).as(key).isEqualTo(row.version());
    assertThat(entry.value()).as(key).isEqualTo(json(row.value()));
    assertThat(entry.metadata())
        .as(key)
        .isEqualTo(row.mark() == null ? null : json("{\"m\":" + row.mark() + "}"));
  }

  private List<ShardModel.Step> steps(Random random, int most) {
    List<ShardModel.Step> steps = new ArrayList<>();
    for (int count = 1 + random.nextInt(most); count > 0; count--) {
      Integer number = random.nextInt(3) == 0 ? null : Integer.valueOf(random.nextInt(NUMBERS));
      String key = key(random);
      steps.add(new ShardModel.Step(key, number, precondition(random, key)));
    }
    return steps;
  }

  private Precondition precondition(Random random, String key) {
    ShardModel.Row row = model.row(key);
    return switch (random.nextInt(8)) {
      case 0 -> Precondition.ABSENT;
      case 1 -> Precondition.EXISTS;
      case 2 -> Precondition.version(row == null ? 1 : row.version());
      default -> Precondition.NONE;
    };
  }

  private static String key(Random random) {
    return "k" + random.nextInt(KEYS);
  }
}
