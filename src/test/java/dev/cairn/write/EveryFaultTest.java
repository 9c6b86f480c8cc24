package dev.cairn.write;

import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same two groups of units, again and again, each time with another call of the store failing
 * in another way; what must hold whichever it was.
 */
class EveryFaultTest {

  private static final List<RuntimeException> FAULTS =
      List.of(
          StorageFault.of(ErrorCode.STORAGE_FULL, "The disk is full (of a test).", null),
          StorageFault.of(ErrorCode.INTERNAL, "The disk failed (of a test).", null),
          StorageFault.of(ErrorCode.SHARD_QUARANTINED, "A page is damaged (of a test).", null),
          StorageFault.unknownOutcome("The sync failed (of a test).", null),
          new IllegalStateException("A defect (of a test)"));

  @ParameterizedTest
  @EnumSource(names = {"BEGIN", "LOOK", "CHANGE", "COMMIT", "COMMITTED", "CLOSE_UNIT", "MAINTAIN"})
  void whicheverCallFailsEachUnitIsToldWhatBecameOfIt(Call call) {
    int calls = callsWithoutFault(call);
    assertThat(calls).as("calls of %s", call).isPositive();
    for (RuntimeException fault : FAULTS) {
      if (call == Call.COMMITTED
          && fault instanceof StorageFault known
          && !known.outcomeUnknown()) {
        // A driver that says so of what it has committed lies; nothing can be built on that.
        continue;
      }
      for (int nth = 1; nth <= calls; nth++) {
        runWith(call, nth, fault);
      }
    }
  }

  private static int callsWithoutFault(Call call) {
    try (WriterFixture fixture = new WriterFixture()) {
      fixture.plan.atEach(call, () -> {}); // housekeeping is due as often as where it fails
      runGroups(fixture);
      return fixture.plan.calls(call);
    }
  }

  private static void runWith(Call call, int nth, RuntimeException fault) {
    try (WriterFixture fixture = new WriterFixture()) {
      fixture.plan.failNth(call, nth, fault);

      Map<String, CompletableFuture<Outcome<UnitResult>>> units = runGroups(fixture);

      judge(fixture, units);
    } catch (AssertionError e) {
      throw new AssertionError("Call " + nth + " of " + call + " fails with " + fault, e);
    }
  }

  private static Map<String, CompletableFuture<Outcome<UnitResult>>> runGroups(
      WriterFixture fixture) {
    Map<String, CompletableFuture<Outcome<UnitResult>>> units = new LinkedHashMap<>();
    for (String key : List.of("a", "b", "c")) {
      units.put(key, fixture.submit(put(key, "{}")));
    }
    units.put("refused", fixture.submit(putIf(Precondition.EXISTS, "refused", "1")));
    units.put("d", fixture.submit(putIf(Precondition.ABSENT, "d", "{}")));
    fixture.drains.runAll();
    units.put("e", fixture.submit(put("e", "{}")));
    Operation changed = merge("a", "{\"f\":1}");
    units.put("a again", fixture.submit(changed));
    fixture.drains.runAll();
    return units;
  }

  private static void judge(
      WriterFixture fixture, Map<String, CompletableFuture<Outcome<UnitResult>>> units) {
    List<Long> revisions = new ArrayList<>();
    int unknown = 0;
    for (var unit : units.entrySet()) {
      assertThat(unit.getValue()).as("%s is answered", unit.getKey()).isDone();
      String key = unit.getKey().equals("a again") ? "a" : unit.getKey();
      Entry entry = fixture.entry(key);
      switch (unit.getValue().join()) {
        case Outcome.Committed<UnitResult>(UnitResult result) -> {
          revisions.add(result.revision());
          assertThat(entry == null ? 0 : entry.version())
              .as("version of %s", key)
              .isGreaterThanOrEqualTo(result.revision());
        }
        case Outcome.Refused<UnitResult>(CairnException reason) -> {
          assertThat(reason.code()).isNotEqualTo(ErrorCode.OUTCOME_UNKNOWN);
          if (key.equals(unit.getKey()) && !key.equals("a")) {
            assertThat(entry).as("%s was refused", key).isNull();
          }
        }
        case Outcome.Unknown<UnitResult> _ -> unknown++;
      }
    }
    for (int i = 0; i < revisions.size(); i++) {
      assertThat(revisions.get(i)).as("revisions have no gap").isEqualTo(i + 1);
    }
    if (unknown == 0) {
      assertThat(fixture.store.revision()).isEqualTo(revisions.size());
    } else {
      assertThat(fixture.faults).as("the owner knows of the doubt").hasSize(1);
    }
    assertThatTheWriterGoesOnUnlessItToldItsOwner(fixture);
  }

  private static void assertThatTheWriterGoesOnUnlessItToldItsOwner(WriterFixture fixture) {
    fixture.plan.calm();
    long before = fixture.store.revision();
    var later = fixture.submit(put("later", "1"));
    fixture.drains.runAll();
    if (fixture.faults.isEmpty()) {
      assertThat(WriterFixture.committed(later).revision()).isEqualTo(before + 1);
    } else {
      WriterFixture.refused(later);
    }
  }
}
