package dev.cairn.write;

import static dev.cairn.storage.Units.atomic;
import static dev.cairn.storage.Units.delete;
import static dev.cairn.storage.Units.get;
import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static dev.cairn.write.WriterFixture.assertUnknown;
import static dev.cairn.write.WriterFixture.committed;
import static dev.cairn.write.WriterFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the members of a group when one of them, or the store, fails. */
class GroupsTest {

  private final StorageFault unknown =
      StorageFault.unknownOutcome("The sync failed (of a test).", null);
  private final StorageFault damage =
      StorageFault.of(ErrorCode.SHARD_QUARANTINED, "A page is damaged (of a test).", null);

  private final WriterFixture fixture = new WriterFixture();

  @AfterEach
  void judge() {
    fixture.close();
  }

  /** Faults that leave the store sound but may have undone the whole transaction. */
  enum Passing {
    FULL,
    IO,
    BUSY,
    DEFECT;

    RuntimeException fault() {
      return this == DEFECT
          ? new IllegalStateException("A defect (of a test)")
          : StorageFault.of(code(), "The disk failed (of a test).", null);
    }

    ErrorCode code() {
      return switch (this) {
        case FULL -> ErrorCode.STORAGE_FULL;
        case IO, DEFECT -> ErrorCode.INTERNAL;
        case BUSY -> ErrorCode.SHARD_BUSY;
      };
    }
  }

  @Test
  void oneRefusalSpoilsNoOtherMember() {
    var first = fixture.submit(put("a", "1"));
    var bad = fixture.submit(putIf(Precondition.version(7), "b", "2"));
    var last = fixture.submit(put("c", "3"));

    fixture.drains.runAll();

    assertThat(committed(first).revision()).isEqualTo(1);
    assertThat(refused(bad).code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
    assertThat(committed(last).revision()).isEqualTo(2);
    assertThat(fixture.value("b")).isNull();
    assertThat(fixture.groups).as("one transaction for all three").containsExactly(3);
    assertThat(fixture.store.revision()).isEqualTo(2);
  }

  @Test
  void aRefusedBatchInAGroupLeavesNothingOfItself() {
    var first = fixture.submit(put("a", "1"));
    var bad =
        fixture.writer.submit(
            atomic(put("a", "2"), put("b", "2"), putIf(Precondition.EXISTS, "c", "2")));
    var last = fixture.submit(merge("a", "{\"m\":1}"));

    fixture.drains.runAll();

    assertThat(committed(first).revision()).isEqualTo(1);
    assertThat(refused(bad).code()).isEqualTo(ErrorCode.BATCH_REFUSED);
    assertThat(committed(last).revision()).isEqualTo(2);
    assertThat(fixture.value("a")).isEqualTo("{\"m\":1}");
    assertThat(fixture.value("b")).isNull();
  }

  @Test
  void aGroupThatChangesNothingIsNotCommitted() {
    var gone = fixture.submit(delete("a"));
    var missing = fixture.submit(get("a"));

    fixture.drains.runAll();

    assertThat(committed(gone).changed()).isFalse();
    assertThat(refused(missing).code()).isEqualTo(ErrorCode.ENTRY_NOT_FOUND);
    assertThat(fixture.plan.calls(Call.COMMIT)).isZero();
    assertThat(fixture.groups).isEmpty();
    assertThat(fixture.store.revision()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void afterAFaultThatMayHaveUndoneAllTheMembersRunAgainEachAlone(Passing passing) {
    List<CompletableFuture<Outcome<UnitResult>>> units =
        List.of(
            fixture.submit(put("a", "1")),
            fixture.submit(put("b", "2")),
            fixture.submit(put("c", "3")));
    fixture.plan.failNth(Call.CHANGE, 2, passing.fault());

    fixture.drains.runAll();

    for (int i = 0; i < units.size(); i++) {
      assertThat(committed(units.get(i)).revision()).isEqualTo(i + 1);
    }
    assertThat(fixture.value("b")).isEqualTo("2");
    assertThat(fixture.groups).containsExactly(1, 1, 1);
    assertThat(fixture.faults).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheMemberThatFailsByItselfIsToldTheFault(Passing passing) {
    var first = fixture.submit(put("a", "1"));
    var bad = fixture.submit(put("b", "2"));
    var last = fixture.submit(put("c", "3"));
    fixture.plan.failNth(Call.CHANGE, 2, passing.fault());
    // The group ends at its second change; run alone, the first member's is the third.
    fixture.plan.failNth(Call.CHANGE, 4, passing.fault());

    fixture.drains.runAll();

    assertThat(committed(first).revision()).isEqualTo(1);
    assertThat(refused(bad).code()).isEqualTo(passing.code());
    assertThat(committed(last).revision()).isEqualTo(2);
    assertThat(fixture.value("b")).isNull();
    assertThat(fixture.faults).isEmpty();
  }

  @Test
  void aCommitThatFailsForCertainHasItsMembersRunAgainEachAlone() {
    var first = fixture.submit(put("a", "1"));
    var second = fixture.submit(put("b", "2"));
    fixture.plan.failNext(Call.COMMIT, Passing.FULL.fault());
    fixture.plan.failNth(Call.COMMIT, 2, Passing.FULL.fault());

    fixture.drains.runAll();

    assertThat(refused(first).code()).isEqualTo(ErrorCode.STORAGE_FULL);
    assertThat(committed(second).revision()).isEqualTo(1);
    assertThat(fixture.value("a")).isNull();
    assertThat(fixture.faults).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = "DEFECT", mode = EnumSource.Mode.EXCLUDE)
  void aTransactionThatCannotBeginIsTriedForEachMember(Passing passing) {
    var first = fixture.submit(put("a", "1"));
    var second = fixture.submit(put("b", "2"));
    fixture.plan.failNext(Call.BEGIN, passing.fault());
    fixture.plan.failNth(Call.BEGIN, 2, passing.fault());

    fixture.drains.runAll();

    assertThat(refused(first).code()).isEqualTo(passing.code());
    assertThat(committed(second).revision()).isEqualTo(1);
    assertThat(fixture.faults).isEmpty();
  }

  @Test
  void aBeginThatFailsInAnUnforeseenWayEndsTheWriter() {
    var unit = fixture.submit(put("a", "1"));
    fixture.plan.failNext(Call.BEGIN, Passing.DEFECT.fault());

    fixture.drains.runAll();

    assertThat(refused(unit).code()).isEqualTo(ErrorCode.INTERNAL);
    assertThatTheWriterHasEnded();
  }

  @Test
  void aCommitOfUnknownOutcomeIsToldAsSuchAndEndsTheWriter() {
    var nothing = fixture.submit(delete("x"));
    var first = fixture.submit(put("a", "1"));
    var bad = fixture.submit(putIf(Precondition.EXISTS, "b", "2"));
    var seesFirst = fixture.submit(get("a"));
    var last = fixture.submit(put("c", "3"));
    fixture.plan.failNext(Call.COMMIT, unknown);

    fixture.drains.runAll();

    assertThat(committed(nothing).changed()).as("came before any change").isFalse();
    assertUnknown(first);
    assertThat(refused(bad).code()).as("judged by what may not be").isEqualTo(ErrorCode.SHARD_BUSY);
    assertThat(refused(seesFirst).code()).isEqualTo(ErrorCode.SHARD_BUSY);
    assertUnknown(last);
    assertThat(fixture.faults).containsExactly(unknown);
    assertThatTheWriterHasEnded();
  }

  @Test
  void aDefectInTheCommitCountsAsUnknown() {
    var unit = fixture.submit(put("a", "1"));
    fixture.plan.failNext(Call.COMMITTED, Passing.DEFECT.fault());

    fixture.drains.runAll();

    assertUnknown(unit);
    assertThat(fixture.value("a")).as("it was kept after all").isEqualTo("1");
    assertThatTheWriterHasEnded();
  }

  @Test
  void aStepOfUnknownOutcomeAnswersThoseThatWereNotReachedToo() {
    var first = fixture.submit(put("a", "1"));
    var inTheMidst = fixture.submit(put("b", "2"));
    var notReached = fixture.submit(put("c", "3"));
    fixture.plan.failNth(Call.CHANGE, 2, unknown);

    fixture.drains.runAll();

    assertUnknown(first);
    assertUnknown(inTheMidst);
    assertThat(refused(notReached).code()).isEqualTo(ErrorCode.SHARD_BUSY);
    assertThatTheWriterHasEnded();
  }

  @Test
  void damageEndsTheWriterAndIsTheReasonForAll() {
    var first = fixture.submit(put("a", "1"));
    var second = fixture.submit(put("b", "2"));
    fixture.plan.failNth(Call.CHANGE, 2, damage);

    fixture.drains.runAll();

    assertThat(refused(first)).isSameAs(damage);
    assertThat(refused(second)).isSameAs(damage);
    assertThat(fixture.faults).containsExactly(damage);
    assertThat(refused(fixture.submit(put("d", "4")))).isSameAs(damage);
    assertThat(fixture.store.revision()).isZero();
  }

  @Test
  void damageFoundWhileMembersRunAloneRefusesTheRest() {
    var first = fixture.submit(put("a", "1"));
    var second = fixture.submit(put("b", "2"));
    var third = fixture.submit(put("c", "3"));
    fixture.plan.failNext(Call.CHANGE, Passing.FULL.fault());
    fixture.plan.failNth(Call.CHANGE, 3, damage);

    fixture.drains.runAll();

    assertThat(committed(first).revision()).isEqualTo(1);
    assertThat(refused(second)).isSameAs(damage);
    assertThat(refused(third)).isSameAs(damage);
    assertThat(fixture.faults).containsExactly(damage);
  }

  @Test
  void aCloseThatThrowsAfterACommitLeavesItCommittedAndEndsTheWriter() {
    var unit = fixture.submit(put("a", "1"));
    fixture.plan.failNext(Call.CLOSE_UNIT, Passing.DEFECT.fault());

    fixture.drains.runAll();

    assertThat(committed(unit).revision()).isEqualTo(1);
    assertThat(fixture.value("a")).isEqualTo("1");
    assertThatTheWriterHasEnded();
  }

  @Test
  void aCloseThatThrowsAfterAFaultRefusesAllAndEndsTheWriter() {
    var first = fixture.submit(put("a", "1"));
    var second = fixture.submit(put("b", "2"));
    fixture.plan.failNth(Call.CHANGE, 2, Passing.IO.fault());
    fixture.plan.failNext(Call.CLOSE_UNIT, Passing.DEFECT.fault());

    fixture.drains.runAll();

    assertThat(refused(first).code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(refused(second).code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(fixture.value("a")).isNull();
    assertThatTheWriterHasEnded();
  }

  @Test
  void damageFoundByHousekeepingEndsTheWriterButNotTheWrite() {
    var unit = fixture.submit(put("a", "1"));
    fixture.plan.failNext(Call.MAINTAIN, damage);

    fixture.drains.runAll();

    assertThat(committed(unit).revision()).isEqualTo(1);
    assertThat(fixture.faults).containsExactly(damage);
  }

  @Test
  void housekeepingThatFailsOtherwiseIsLeftForALaterTurn() {
    fixture.plan.failNext(Call.MAINTAIN, Passing.IO.fault());
    fixture.plan.failNth(Call.MAINTAIN, 2, Passing.DEFECT.fault());
    for (String key : List.of("a", "b", "c")) {
      var unit = fixture.submit(put(key, "1"));
      fixture.drains.runAll();
      committed(unit);
    }

    assertThat(fixture.faults).isEmpty();
    assertThat(fixture.plan.calls(Call.MAINTAIN)).isEqualTo(3);
  }

  private void assertThatTheWriterHasEnded() {
    assertThat(fixture.faults).as("told the owner").hasSize(1);
    assertThat(refused(fixture.submit(put("later", "1"))).code()).isEqualTo(ErrorCode.SHARD_BUSY);
    assertThat(fixture.drains.waiting()).isZero();
    assertThat(fixture.faults).as("told the owner once").hasSize(1);
  }
}
