package dev.cairn.write;

import static dev.cairn.storage.Units.atomic;
import static dev.cairn.storage.Units.get;
import static dev.cairn.storage.Units.put;
import static dev.cairn.storage.Units.putIf;
import static dev.cairn.write.WriterFixture.committed;
import static dev.cairn.write.WriterFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Outcome;
import dev.cairn.Revision;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Operation;
import dev.cairn.storage.OperationResult;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Units that keep the turn from one call to the next. */
class OpenUnitTest {

  private static final Duration WAIT = Duration.ofSeconds(5);

  private static OpenUnit begin(WriterFixture fixture) {
    CompletableFuture<Outcome<OpenUnit>> pending = fixture.writer.begin();
    fixture.drains.runAll();
    return begun(pending);
  }

  private static OpenUnit begun(CompletableFuture<Outcome<OpenUnit>> pending) {
    assertThat(pending).isDone();
    assertThat(pending.join()).isInstanceOf(Outcome.Committed.class);
    return ((Outcome.Committed<OpenUnit>) pending.join()).result();
  }

  private static WriteUnit.Batch batch(Operation... operations) {
    return new WriteUnit.Batch(List.of(operations), false);
  }

  @Test
  void whatIsDoneIsSeenByTheNextStepAndByNobodyElseUntilTheCommit() {
    try (WriterFixture fixture = new WriterFixture()) {
      OpenUnit unit = begin(fixture);

      unit.apply(batch(put("a", "1")));
      UnitResult second = unit.apply(batch(get("a"), put("b", "2")));

      assertThat(second.results().getFirst()).isInstanceOf(OperationResult.Found.class);
      assertThat(fixture.value("a")).isNull();
      assertThat(unit.commit()).isEqualTo(new Outcome.Committed<>(1L));
      assertThat(fixture.entry("a")).hasFieldOrPropertyWithValue("version", 1L);
      assertThat(fixture.entry("b")).hasFieldOrPropertyWithValue("version", 1L);
      assertThat(fixture.groups).as("told to the listener as one unit").containsExactly(1);
    }
  }

  @Test
  void othersWaitAndHaveTheirTurnAfterwardsInOrder() {
    try (WriterFixture fixture = new WriterFixture()) {
      OpenUnit unit = begin(fixture);
      var second = fixture.submit(put("a", "2"));
      var next = fixture.writer.begin();
      var last = fixture.submit(put("a", "3"));
      fixture.drains.runAll();
      assertThat(second).isNotDone();

      unit.apply(batch(put("a", "1")));
      unit.commit();
      fixture.drains.runAll();

      assertThat(committed(second).revision()).isEqualTo(2);
      OpenUnit other = begun(next);
      assertThat(other.base()).isEqualTo(2);
      assertThat(last).as("behind the second one that keeps the turn").isNotDone();
      other.rollBack();
      fixture.drains.runAll();
      assertThat(committed(last).revision()).isEqualTo(3);
    }
  }

  @Test
  void nothingIsLeftOfOneThatIsRolledBack() {
    try (WriterFixture fixture = new WriterFixture()) {
      OpenUnit unit = begin(fixture);
      unit.apply(batch(put("a", "1")));

      unit.rollBack();
      unit.rollBack();

      assertThat(unit.isOver()).isTrue();
      assertThat(fixture.value("a")).isNull();
      assertThat(fixture.store.revision()).isZero();
      assertThat(fixture.writer.execute(new WriteUnit.Single(put("b", "1"))))
          .isInstanceOf(Outcome.Committed.class);
    }
  }

  @Test
  void oneThatChangesNothingTakesNoRevision() {
    try (WriterFixture fixture = new WriterFixture()) {
      OpenUnit unit = begin(fixture);
      unit.apply(batch(get("a")));

      assertThat(unit.commit()).isEqualTo(new Outcome.Committed<>(0L));

      assertThat(fixture.plan.calls(Call.COMMIT)).isZero();
      assertThat(fixture.groups).isEmpty();
    }
  }

  @Test
  void aRefusalLeavesWhatCameBeforeIt() {
    try (WriterFixture fixture = new WriterFixture()) {
      OpenUnit unit = begin(fixture);
      unit.apply(batch(put("a", "1"), putIf(Precondition.ABSENT, "a", "2")));
      WriteUnit.Batch all =
          (WriteUnit.Batch)
              atomic(put("a", "3"), put("b", "3"), putIf(Precondition.ABSENT, "a", "4"));

      assertThat(catchThrowableOfType(CairnException.class, () -> unit.apply(all)).code())
          .isEqualTo(ErrorCode.BATCH_REFUSED);

      unit.apply(batch(put("c", "5")));
      unit.commit();
      assertThat(fixture.value("a")).isEqualTo("1");
      assertThat(fixture.value("b")).isNull();
      assertThat(fixture.value("c")).isEqualTo("5");
    }
  }

  @Test
  void thoseWhoHaveWaitedForTooLongAreRefusedAndNeverCarriedOut() {
    try (WriterFixture fixture = new WriterFixture()) {
      OpenUnit unit = begin(fixture);
      var early = fixture.submit(put("early", "1"));
      var turn = fixture.writer.begin();
      unit.refuseOverdue(0, WAIT);
      var late = fixture.submit(put("late", "1"));
      unit.refuseOverdue(WAIT.toNanos() - 1, WAIT);
      assertThat(early).isNotDone();

      unit.refuseOverdue(WAIT.toNanos(), WAIT);

      assertThat(refused(early).code()).isEqualTo(ErrorCode.SHARD_BUSY);
      assertThat(turn.join()).isInstanceOf(Outcome.Refused.class);
      assertThat(late).isNotDone();
      unit.commit();
      fixture.drains.runAll();
      assertThat(committed(late).revision()).isEqualTo(1);
      assertThat(fixture.value("early")).isNull();
    }
  }

  @Test
  void aFaultInAStepEndsItAndPassesTheTurnOn() {
    try (WriterFixture fixture = new WriterFixture()) {
      OpenUnit unit = begin(fixture);
      unit.apply(batch(put("a", "1")));
      StorageFault full = StorageFault.of(ErrorCode.STORAGE_FULL, "Full (of a test).", null);
      fixture.plan.failNext(Call.CHANGE, full);

      assertThat(catchThrowableOfType(StorageFault.class, () -> unit.apply(batch(put("b", "1")))))
          .isSameAs(full);

      assertThat(unit.isOver()).isTrue();
      assertThat(fixture.value("a")).isNull();
      var next = fixture.submit(put("c", "1"));
      fixture.drains.runAll();
      assertThat(committed(next).revision()).isEqualTo(1);
    }
  }

  @Test
  void aCommitThatFailsKeepsNothing() {
    try (WriterFixture fixture = new WriterFixture()) {
      OpenUnit unit = begin(fixture);
      unit.apply(batch(put("a", "1")));
      fixture.plan.failNext(
          Call.COMMIT, StorageFault.of(ErrorCode.STORAGE_FULL, "Full (of a test).", null));

      assertThat(unit.commit()).isInstanceOf(Outcome.Refused.class);

      assertThat(fixture.value("a")).isNull();
      assertThat(fixture.faults).isEmpty();
      var next = fixture.submit(put("c", "1"));
      fixture.drains.runAll();
      assertThat(committed(next).revision()).isEqualTo(1);
    }
  }

  @Test
  void aCommitOfUnknownOutcomeIsToldSoAndEndsTheWriter() {
    try (WriterFixture fixture = new WriterFixture()) {
      OpenUnit unit = begin(fixture);
      unit.apply(batch(put("a", "1")));
      var waits = fixture.submit(put("b", "1"));
      fixture.plan.failNext(
          Call.COMMITTED, StorageFault.unknownOutcome("The sync failed (of a test).", null));

      assertThat(unit.commit()).isInstanceOf(Outcome.Unknown.class);

      assertThat(fixture.faults).hasSize(1);
      assertThat(refused(waits).code()).isEqualTo(ErrorCode.SHARD_BUSY);
    }
  }

  @Test
  void theOwnerIsAskedBeforeAnotherHistoryBegins() {
    try (WriterFixture fixture =
        new WriterFixture(WriteSettings.DEFAULT, Revision.HISTORY_SPAN - 1, null)) {
      OpenUnit unit = begin(fixture);
      unit.apply(batch(put("a", "1")));
      fixture.historyRefusal = new CairnException(ErrorCode.STORAGE_FULL, "Full (of a test).");
      assertThat(unit.commit()).isInstanceOf(Outcome.Refused.class);
      assertThat(fixture.value("a")).isNull();
      fixture.historyRefusal = null;

      OpenUnit again = begin(fixture);
      again.apply(batch(put("a", "1")));
      again.commit();

      assertThat(fixture.histories).containsExactly(Revision.HISTORY_SPAN);
    }
  }

  @Test
  void oneThatCannotBeginIsRefusedAndTheTurnIsPassedOn() {
    try (WriterFixture fixture = new WriterFixture()) {
      StorageFault busy = StorageFault.of(ErrorCode.SHARD_BUSY, "Busy (of a test).", null);
      fixture.plan.failNext(Call.BEGIN, busy);
      var refused = fixture.writer.begin();
      var next = fixture.submit(put("a", "1"));

      fixture.drains.runAll();

      assertThat(refused.join()).isEqualTo(new Outcome.Refused<>(busy));
      assertThat(committed(next).revision()).isEqualTo(1);
    }
  }

  @Test
  void stepsOfOthersAndTheEndOfTheWriterWaitForIt() throws Exception {
    try (WriterFixture fixture = new WriterFixture()) {
      OpenUnit unit = begin(fixture);
      Thread closer = Thread.ofPlatform().start(fixture.writer::close);
      Eventually.holds("it waits", () -> closer.getState() == Thread.State.WAITING);

      unit.rollBack();

      closer.join();
    }
  }
}
