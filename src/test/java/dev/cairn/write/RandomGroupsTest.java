package dev.cairn.write;

import static dev.cairn.storage.Units.atomic;
import static dev.cairn.storage.Units.batch;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.get;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Random units in random groups, now and then with a fault: the revisions have no gap. */
class RandomGroupsTest {

  private static final int ROUNDS = 200;
  private static final int KEYS = 6;

  private final long seed = Long.getLong("cairn.seed", System.nanoTime());

  @Test
  void revisionsHaveNoGapWhateverIsRefusedOrFails() {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      WriteSettings settings = new WriteSettings(100, 1 << 20, 1 + random.nextInt(8), 1 << 20);
      try (WriterFixture fixture = new WriterFixture(settings)) {
        play(fixture, random);
      } catch (AssertionError e) {
        throw new AssertionError("With -Dcairn.seed=" + seed + " in round " + round, e);
      }
    }
  }

  private static void play(WriterFixture fixture, Random random) {
    List<CompletableFuture<Outcome<UnitResult>>> units = new ArrayList<>();
    for (int count = 1 + random.nextInt(40); count > 0; count--) {
      units.add(fixture.writer.submit(unit(random)));
      if (random.nextInt(6) == 0) {
        maybeFail(fixture, random);
        fixture.drains.runAll();
      }
    }
    fixture.drains.runAll();

    long last = 0;
    for (CompletableFuture<Outcome<UnitResult>> unit : units) {
      assertThat(unit).isDone();
      if (unit.join() instanceof Outcome.Committed<UnitResult>(UnitResult result)) {
        assertThat(result.revision())
            .as("a change takes the next revision, anything else none")
            .isEqualTo(result.changed() ? last + 1 : last);
        last = result.revision();
      }
    }
    assertThat(fixture.store.revision()).isEqualTo(last);
    assertThat(fixture.faults).isEmpty();
  }

  private static void maybeFail(WriterFixture fixture, Random random) {
    Call call =
        switch (random.nextInt(5)) {
          case 0 -> Call.BEGIN;
          case 1 -> Call.CHANGE;
          case 2 -> Call.LOOK;
          case 3 -> Call.COMMIT;
          default -> null;
        };
    if (call != null) {
      fixture.plan.failNth(
          call,
          1 + random.nextInt(4),
          StorageFault.of(ErrorCode.STORAGE_FULL, "The disk is full (of a test).", null));
    }
  }

  private static WriteUnit unit(Random random) {
    String key = "k" + random.nextInt(KEYS);
    String other = "k" + random.nextInt(KEYS);
    return switch (random.nextInt(7)) {
      case 0 -> new WriteUnit.Single(delete(key));
      case 1 -> new WriteUnit.Single(putIf(Precondition.ABSENT, key, "1"));
      case 2 -> new WriteUnit.Single(get(key));
      case 3 -> atomic(put(key, "1"), putIf(Precondition.EXISTS, other, "2"));
      case 4 -> batch(delete(key), putIf(Precondition.version(1), other, "2"));
      case 5 -> batch(get(key), get(other));
      default -> new WriteUnit.Single(put(key, "1"));
    };
  }
}
