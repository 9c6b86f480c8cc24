package dev.cairn.write;

import static dev.cairn.storage.Units.json;
import static dev.cairn.storage.Units.put;
import static dev.cairn.write.WriterFixture.committed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.storage.Expiry;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Precondition;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.StorageFault;
import org.junit.jupiter.api.Test;

/** How a writer has expired entries removed. */
class ExpirySweepTest {

  private static final long LIFE = 10;
  private static final int MOST = ExpirySweep.ENTRIES_PER_UNIT;

  private static Operation shortLived(int number) {
    return new Operation.Put(
        Namespace.DEFAULT,
        Key.of("k" + number),
        json("1"),
        MetadataChange.KEEP,
        Precondition.NONE,
        new Expiry.After(LIFE));
  }

  private static void fill(WriterFixture fixture, int entries) {
    for (int i = 0; i < entries; i++) {
      fixture.submitAside(shortLived(i));
      fixture.drains.runAll();
    }
    fixture.groups.clear();
  }

  private static void expire(WriterFixture fixture) {
    fixture.time.addAndGet(LIFE);
  }

  private static long rows(WriterFixture fixture) {
    try (ShardReader reader = fixture.store.reader()) {
      return reader.totals().entries();
    }
  }

  @Test
  void nothingIsQueuedBeforeAnythingHasExpired() {
    try (WriterFixture fixture = new WriterFixture()) {
      fill(fixture, 1);

      fixture.writer.sweepIfDue();

      assertThat(fixture.writer.queued()).isZero();
      assertThat(fixture.drains.waiting()).isZero();
    }
  }

  @Test
  void whatHasExpiredIsRemovedInUnitsOfFewEntries() {
    try (WriterFixture fixture = new WriterFixture()) {
      fill(fixture, 2 * MOST + 1);
      long before = fixture.store.revision();
      expire(fixture);

      fixture.writer.sweepIfDue();
      fixture.drains.runAll();

      assertThat(rows(fixture)).isZero();
      assertThat(fixture.store.revision()).isEqualTo(before + 3);
      assertThat(fixture.groups).containsExactly(1, 1, 1);
    }
  }

  @Test
  void aWriteWaitsForOneUnitOfASweepAtMost() {
    try (WriterFixture fixture = new WriterFixture()) {
      fill(fixture, 3 * MOST);
      expire(fixture);
      fixture.writer.sweepIfDue();
      var write = fixture.submit(put("new", "1"));

      fixture.drains.runOne();

      assertThat(committed(write).changed()).isTrue();
      fixture.drains.runAll();
      assertThat(rows(fixture)).isEqualTo(1);
    }
  }

  @Test
  void oneUnitOfASweepIsUnderWayAtATime() {
    try (WriterFixture fixture = new WriterFixture()) {
      fill(fixture, 1);
      expire(fixture);

      fixture.writer.sweepIfDue();
      fixture.writer.sweepIfDue();

      assertThat(fixture.writer.queued()).isEqualTo(1);
      fixture.drains.runAll();
    }
  }

  @Test
  void aSweepThatFailedIsTriedAgainInTheNextRound() {
    try (WriterFixture fixture = new WriterFixture()) {
      fill(fixture, 1);
      expire(fixture);
      fixture.plan.failNth(
          Call.CHANGE, 1, StorageFault.of(ErrorCode.STORAGE_FULL, "The disk is full.", null));
      fixture.writer.sweepIfDue();
      fixture.drains.runAll();
      assertThat(rows(fixture)).isEqualTo(1);

      fixture.writer.sweepIfDue();
      fixture.drains.runAll();

      assertThat(rows(fixture)).isZero();
    }
  }

  @Test
  void anExpiryThatWasTakenBackIsLookedForOnce() {
    try (WriterFixture fixture = new WriterFixture()) {
      fill(fixture, 1);
      fixture.submitAside(put("k0", "2"));
      fixture.drains.runAll();
      long before = fixture.store.revision();
      expire(fixture);

      fixture.writer.sweepIfDue();
      fixture.drains.runAll();
      fixture.writer.sweepIfDue();

      assertThat(fixture.writer.queued()).isZero();
      assertThat(fixture.store.revision()).isEqualTo(before);
      assertThat(fixture.value("k0")).isEqualTo("2");
    }
  }

  @Test
  void aWriterThatIsClosedSweepsNoMore() {
    WriterFixture fixture = new WriterFixture();
    try (fixture) {
      fill(fixture, 1);
      expire(fixture);
      fixture.writer.close();

      fixture.writer.sweepIfDue();

      assertThat(fixture.drains.waiting()).isZero();
    }
  }
}
