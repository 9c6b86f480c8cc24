package dev.cairn.write;

import static dev.cairn.storage.Units.merge;
import static dev.cairn.storage.Units.put;
import static dev.cairn.write.WriterFixture.committed;
import static dev.cairn.write.WriterFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.storage.FaultPlan;
import dev.cairn.storage.UnitResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What waits, what is turned away, and what shares a transaction. */
class QueueTest {

  private static final int LARGE_BYTES = 10_000;
  private static final String LARGE = "\"" + "x".repeat(LARGE_BYTES - 2) + "\"";

  @Test
  void oneUnitMoreThanTheQueueTakesIsTurnedAwayAtOnce() {
    try (WriterFixture fixture = new WriterFixture(settings(3, 1 << 20, 128, 1 << 20))) {
      List<CompletableFuture<Outcome<UnitResult>>> taken = submit(fixture, 3, "1");

      CairnException reason = refused(fixture.submit(put("more", "1")));

      assertThat(reason.code()).isEqualTo(ErrorCode.QUEUE_FULL);
      assertThat(reason.code().status()).isEqualTo(429);
      assertThat(fixture.turnedAway).hasValue(1);
      assertThat(fixture.writer.queued()).isEqualTo(3);
      fixture.drains.runAll();
      taken.forEach(WriterFixture::committed);
      var again = fixture.submit(put("more", "1"));
      fixture.drains.runAll();
      assertThat(committed(again).revision()).isEqualTo(4);
    }
  }

  @Test
  void unitsBeyondTheQueuesBytesAreTurnedAwayAtOnce() {
    try (WriterFixture fixture = new WriterFixture(settings(100, 3 * LARGE_BYTES, 128, 1 << 20))) {
      submit(fixture, 2, LARGE);

      assertThat(refused(fixture.submit(put("more", LARGE))).code())
          .isEqualTo(ErrorCode.QUEUE_FULL);

      var small = fixture.submit(put("small", "1"));
      fixture.drains.runAll();
      assertThat(committed(small).revision()).isEqualTo(3);
    }
  }

  @Test
  void largePatchesCountWithAllTheyHold() {
    try (WriterFixture fixture = new WriterFixture(settings(100, 3 * LARGE_BYTES, 128, 1 << 20))) {
      fixture.submitAside(merge("a", "{\"m\":" + LARGE + "}"));
      fixture.submitAside(merge("a", "{\"m\":" + LARGE + "}"));

      assertThat(refused(fixture.submit(merge("a", "{\"m\":" + LARGE + "}"))).code())
          .isEqualTo(ErrorCode.QUEUE_FULL);

      fixture.drains.runAll();
    }
  }

  @Test
  void aUnitLargerThanTheQueueWaitsAlone() {
    try (WriterFixture fixture = new WriterFixture(settings(100, LARGE_BYTES / 2, 128, 1 << 20))) {
      var large = fixture.submit(put("large", LARGE));
      assertThat(large).isNotDone();
      assertThat(refused(fixture.submit(put("small", "1"))).code()).isEqualTo(ErrorCode.QUEUE_FULL);

      fixture.drains.runAll();

      assertThat(committed(large).revision()).isEqualTo(1);
    }
  }

  @Test
  void aUnitLargerThanTheQueueIsTurnedAwayWhereAnyWaits() {
    try (WriterFixture fixture = new WriterFixture(settings(100, LARGE_BYTES / 2, 128, 1 << 20))) {
      fixture.submitAside(put("small", "1"));

      assertThat(refused(fixture.submit(put("large", LARGE))).code())
          .isEqualTo(ErrorCode.QUEUE_FULL);

      fixture.drains.runAll();
    }
  }

  @Test
  void aGroupTakesNoMoreThanItsMembers() {
    try (WriterFixture fixture = new WriterFixture(settings(100, 1 << 20, 4, 1 << 20))) {
      submit(fixture, 10, "1");

      fixture.drains.runAll();

      assertThat(fixture.groups).containsExactly(4, 4, 2);
    }
  }

  @Test
  void aGroupTakesNoFurtherUnitAfterItsBytes() {
    try (WriterFixture fixture =
        new WriterFixture(settings(100, 1 << 20, 128, LARGE_BYTES + LARGE_BYTES / 2))) {
      submit(fixture, 5, LARGE);

      fixture.drains.runAll();

      assertThat(fixture.groups).containsExactly(2, 2, 1);
    }
  }

  @Test
  void unitsAreCarriedOutInTheOrderTheyCame() {
    try (WriterFixture fixture = new WriterFixture(settings(100, 1 << 20, 3, 1 << 20))) {
      var units = submit(fixture, 10, "1");

      fixture.drains.runAll();

      for (int i = 0; i < units.size(); i++) {
        assertThat(committed(units.get(i)).revision()).isEqualTo(i + 1);
      }
    }
  }

  @Test
  void aWriterRunsOneGroupOnlyWhereOthersWantTheThread() {
    HandDriven brief = new HandDriven();
    WriterThreads crowded = new TwoPools(brief, new HandDriven(), true);
    try (WriterFixture fixture =
        new WriterFixture(settings(100, 1 << 20, 2, 1 << 20), 0, crowded)) {
      var units = submit(fixture, 5, "1");

      brief.runOne();

      assertThat(fixture.groups).containsExactly(2);
      assertThat(brief.waiting()).as("it has queued up again").isEqualTo(1);
      brief.runAll();
      committed(units.getLast());
    }
  }

  @Test
  void housekeepingGoesToAThreadThatMayWaitAndTheTurnWithIt() {
    HandDriven brief = new HandDriven();
    HandDriven waiting = new HandDriven();
    try (WriterFixture fixture =
        new WriterFixture(
            settings(100, 1 << 20, 2, 1 << 20), 0, new TwoPools(brief, waiting, false))) {
      fixture.plan.atNth(FaultPlan.Call.MAINTAIN, 1, () -> {});
      var units = submit(fixture, 3, "1");

      brief.runOne();

      assertThat(fixture.groups).containsExactly(2);
      assertThat(fixture.plan.calls(FaultPlan.Call.MAINTAIN)).isZero();
      assertThat(brief.waiting()).as("nobody else has the turn").isZero();
      waiting.runOne();
      assertThat(fixture.plan.calls(FaultPlan.Call.MAINTAIN)).isEqualTo(1);
      fixture.plan.calm();
      brief.runAll();
      committed(units.getLast());
    }
  }

  /** Threads of both kinds, driven by hand. */
  private record TwoPools(HandDriven brief, HandDriven waiting, boolean othersWait)
      implements WriterThreads {

    @Override
    public void execute(Runnable task, boolean waits) {
      (waits ? waiting : brief).execute(task);
    }
  }

  @Test
  void aBusyWriterLetsOthersUseTheThreadAfterAFewGroups() {
    try (WriterFixture fixture = new WriterFixture(settings(100, 1 << 20, 2, 1 << 20))) {
      var units = submit(fixture, 2 * ShardWriter.GROUPS_PER_DRAIN + 1, "1");
      List<String> order = new ArrayList<>();
      fixture.drains.execute(() -> order.add("another shard's"));

      fixture.drains.runOne();

      assertThat(fixture.groups).hasSize(ShardWriter.GROUPS_PER_DRAIN);
      assertThat(units.getLast()).isNotDone();
      assertThat(fixture.drains.waiting()).as("the other task, and the rest").isEqualTo(2);
      fixture.drains.runOne();
      assertThat(order).hasSize(1);
      fixture.drains.runOne();
      committed(units.getLast());
      assertThat(fixture.drains.waiting()).isZero();
    }
  }

  @Test
  void onlyOneDrainTaskOfAWriterIsEverUnderWay() {
    try (WriterFixture fixture = new WriterFixture()) {
      submit(fixture, 5, "1");
      assertThat(fixture.drains.waiting()).isEqualTo(1);

      fixture.drains.runAll();
      submit(fixture, 2, "1");

      assertThat(fixture.drains.waiting()).isEqualTo(1);
      fixture.drains.runAll();
    }
  }

  private static List<CompletableFuture<Outcome<UnitResult>>> submit(
      WriterFixture fixture, int count, String value) {
    List<CompletableFuture<Outcome<UnitResult>>> units = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      units.add(fixture.submit(put("key-" + i, value)));
    }
    return units;
  }

  private static WriteSettings settings(
      int queueMembers, long queueBytes, int groupMembers, long groupBytes) {
    return new WriteSettings(queueMembers, queueBytes, groupMembers, groupBytes);
  }
}
