package dev.cairn.write;

import static dev.cairn.storage.Units.put;
import static dev.cairn.write.WriterFixture.committed;
import static dev.cairn.write.WriterFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Outcome;
import dev.cairn.storage.FaultPlan.Call;
import dev.cairn.storage.Operation;
import dev.cairn.storage.Pause;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is alone with the store, who waits, and who is answered on which thread. */
@Timeout(60)
class TurnTest {

  @Test
  void aLoneCallerOfAnIdleWriterIsServedOnItsOwnThread() {
    try (WriterFixture fixture = new WriterFixture()) {
      Thread[] ranOn = new Thread[1];
      fixture.plan.atNth(Call.CHANGE, 1, () -> ranOn[0] = Thread.currentThread());

      Outcome<UnitResult> outcome = fixture.writer.execute(single(put("a", "1")));

      assertThat(outcome).isInstanceOf(Outcome.Committed.class);
      assertThat(ranOn[0]).isSameAs(Thread.currentThread());
      assertThat(fixture.drains.waiting()).isZero();
    }
  }

  @Test
  void aCallerOfABusyWriterWaitsInTheQueueLikeAnyOther() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool();
        WriterFixture fixture =
            new WriterFixture(WriteSettings.DEFAULT, 0, WriterThreads.of(threads))) {
      Pause change = fixture.plan.pauseNth(Call.CHANGE, 1);
      var first = fixture.submit(put("a", "1"));
      Thread[] ranOn = new Thread[1];
      fixture.plan.atNth(Call.CHANGE, 2, () -> ranOn[0] = Thread.currentThread());
      AtomicReference<@Nullable Thread> caller = new AtomicReference<>();
      Future<Outcome<UnitResult>> second =
          threads.submit(
              () -> {
                caller.set(Thread.currentThread());
                return fixture.writer.execute(single(put("b", "2")));
              });
      Eventually.holds("the caller waits", () -> fixture.writer.queued() > 0);

      change.end();

      assertThat(second.get()).isInstanceOf(Outcome.Committed.class);
      assertThat(first.get()).isInstanceOf(Outcome.Committed.class);
      assertThat(ranOn[0]).isNotSameAs(caller.get());
    }
  }

  @Test
  void unitsThatCameWhileALoneCallerWasServedAreDrainedAfterwards() {
    try (WriterFixture fixture = new WriterFixture()) {
      AtomicReference<@Nullable CompletableFuture<Outcome<UnitResult>>> other =
          new AtomicReference<>();
      fixture.plan.atNth(Call.CHANGE, 1, () -> other.set(fixture.submit(put("b", "2"))));

      fixture.writer.execute(single(put("a", "1")));

      assertThat(other.get()).isNotNull().isNotDone();
      fixture.drains.runAll();
      assertThat(other.get()).isDone();
    }
  }

  @Test
  void anExclusiveStepShutsUnitsOut() {
    try (WriterFixture fixture = new WriterFixture()) {
      List<CompletableFuture<Outcome<UnitResult>>> during = new ArrayList<>();
      fixture.writer.exclusively(
          () -> {
            during.add(fixture.submit(put("a", "1")));
            fixture.drains.runAll();
            assertThat(during.getFirst()).isNotDone();
          });

      fixture.drains.runAll();

      committed(during.getFirst());
    }
  }

  @Test
  void anExclusiveStepWaitsForTheGroupUnderWayAndGoesBeforeTheQueue() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool();
        WriterFixture fixture =
            new WriterFixture(
                new WriteSettings(100, 1 << 20, 1, 1 << 20), 0, WriterThreads.of(threads))) {
      Pause change = fixture.plan.pauseNth(Call.CHANGE, 1);
      var first = fixture.submit(put("a", "1"));
      // A step that comes before the group has begun goes before it, too.
      change.awaitBegun();
      var second = fixture.submit(put("b", "2"));
      CompletableFuture<Boolean> secondDoneBefore = new CompletableFuture<>();
      Thread exclusive =
          Thread.ofPlatform()
              .start(
                  () ->
                      fixture.writer.exclusively(
                          () -> secondDoneBefore.complete(fixture.value("b") != null)));
      Eventually.holds(
          "the step waits for its turn", () -> exclusive.getState() == Thread.State.WAITING);
      assertThat(secondDoneBefore).as("the step waits for the group").isNotDone();

      change.end();

      assertThat(secondDoneBefore.get()).as("the queue waits for the step").isFalse();
      assertThat(first.get()).isInstanceOf(Outcome.Committed.class);
      assertThat(second.get()).isInstanceOf(Outcome.Committed.class);
      exclusive.join();
    }
  }

  @Test
  void anExclusiveStepThatThrowsGivesTheTurnBack() {
    try (WriterFixture fixture = new WriterFixture()) {
      IllegalStateException defect = new IllegalStateException("A defect (of a test)");
      try {
        fixture.writer.exclusively(
            () -> {
              throw defect;
            });
      } catch (IllegalStateException e) {
        assertThat(e).isSameAs(defect);
      }

      assertThat(fixture.writer.execute(single(put("a", "1"))))
          .isInstanceOf(Outcome.Committed.class);
    }
  }

  @Test
  void aCallbackMaySubmitAgain() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor();
        WriterFixture fixture =
            new WriterFixture(WriteSettings.DEFAULT, 0, WriterThreads.of(threads))) {
      var chain =
          fixture
              .submit(put("a", "1"))
              .thenCompose(_ -> fixture.submit(put("b", "2")))
              .thenCompose(_ -> fixture.submit(put("c", "3")));

      assertThat(chain.get(30, TimeUnit.SECONDS)).isInstanceOf(Outcome.Committed.class);
      assertThat(fixture.value("c")).isEqualTo("3");
      threads.submit(() -> {}).get();
    }
  }

  @Test
  void aCallbackFindsTheWriterUnlockedForOtherThreads() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool();
        WriterFixture fixture =
            new WriterFixture(WriteSettings.DEFAULT, 0, WriterThreads.of(threads))) {
      // Another thread queues a unit while the callback runs; a lock held here would stop it.
      CountDownLatch queued = new CountDownLatch(1);
      Pause change = fixture.plan.pauseNth(Call.CHANGE, 1);
      var seen =
          fixture
              .submit(put("a", "1"))
              .thenAccept(
                  _ -> {
                    threads.execute(
                        () -> {
                          fixture.submitAside(put("b", "2"));
                          queued.countDown();
                        });
                    awaitLatch(queued);
                  });

      change.end();

      seen.get();
      fixture.writer.close();
      assertThat(fixture.value("b")).isEqualTo("2");
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closingAnswersEveryUnitThatWasTakenAndTakesNoFurther() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor();
        WriterFixture fixture =
            new WriterFixture(
                new WriteSettings(100, 1 << 20, 2, 1 << 20), 0, WriterThreads.of(threads))) {
      Pause change = fixture.plan.pauseNth(Call.CHANGE, 1);
      List<CompletableFuture<Outcome<UnitResult>>> taken = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        taken.add(fixture.submit(put("key-" + i, "1")));
      }
      Thread closer = Thread.ofPlatform().start(fixture.writer::close);
      Eventually.holds(
          "the closer waits for the queue", () -> closer.getState() == Thread.State.WAITING);

      assertThat(refused(fixture.submit(put("late", "1"))).code()).isEqualTo(ErrorCode.SHARD_BUSY);
      change.end();
      closer.join();

      taken.forEach(WriterFixture::committed);
      fixture.writer.close();
      assertThat(fixture.store.revision()).isEqualTo(20);
      assertThat(fixture.writer.execute(single(put("late", "1"))))
          .isInstanceOf(Outcome.Refused.class);
    }
  }

  @Test
  void aPoolThatHasShutDownRefusesEveryUnit() {
    try (WriterFixture fixture = new WriterFixture()) {
      fixture.drains.shutDown();

      assertThat(refused(fixture.submit(put("a", "1"))).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
      assertThat(refused(fixture.submit(put("b", "1"))).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
      fixture.writer.close();
    }
  }

  @Test
  void aPoolThatShutsDownUnderABusyWriterRefusesThoseWhoWait() {
    try (WriterFixture fixture = new WriterFixture()) {
      List<CompletableFuture<Outcome<UnitResult>>> waiting = new ArrayList<>();
      fixture.plan.atNth(
          Call.CHANGE,
          1,
          () -> {
            waiting.add(fixture.submit(put("b", "1")));
            fixture.drains.shutDown();
          });

      assertThat(fixture.writer.execute(single(put("a", "1"))))
          .isInstanceOf(Outcome.Committed.class);

      assertThat(refused(waiting.getFirst()).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
      fixture.writer.close();
    }
  }

  @Test
  void aPoolWithoutAThreadToSpareDoesNotTakeTheTurnWithIt() {
    try (WriterFixture fixture = new WriterFixture()) {
      fixture.drains.runOutOfThreads();

      assertThat(refused(fixture.submit(put("a", "1"))).code()).isEqualTo(ErrorCode.SHARD_BUSY);

      assertThat(fixture.faults).as("the shard is to be opened again").hasSize(1);
      fixture.writer.close();
    }
  }

  @Test
  void housekeepingIsDoneOnceAWriterFallsSilent() {
    try (WriterFixture fixture = new WriterFixture()) {
      fixture.writer.maintainIfIdle();
      assertThat(fixture.drains.waiting()).as("nothing was written").isZero();
      fixture.submitAside(put("a", "1"));
      fixture.drains.runAll();
      int before = fixture.plan.calls(Call.MAINTAIN);

      fixture.writer.maintainIfIdle();
      fixture.drains.runAll();
      fixture.writer.maintainIfIdle();
      fixture.drains.runAll();

      assertThat(fixture.plan.calls(Call.MAINTAIN)).as("no log is left").isEqualTo(before + 1);
    }
  }

  @Test
  void housekeepingLeavesABusyWriterAlone() {
    try (WriterFixture fixture = new WriterFixture()) {
      fixture.submitAside(put("a", "1"));
      fixture.drains.runAll();
      fixture.submitAside(put("b", "1"));

      fixture.writer.maintainIfIdle();

      assertThat(fixture.drains.waiting()).as("the drain task alone").isEqualTo(1);
      fixture.drains.runAll();
    }
  }

  @Test
  void theQueueIsDrainedByOneThreadAtATime() throws Exception {
    AtomicBoolean inside = new AtomicBoolean();
    AtomicBoolean overlapped = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(4);
        WriterFixture fixture =
            new WriterFixture(
                new WriteSettings(1000, 1 << 20, 3, 1 << 20), 0, WriterThreads.of(threads))) {
      List<Future<Outcome<UnitResult>>> units = new ArrayList<>();
      try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
        for (int i = 0; i < 200; i++) {
          int number = i;
          units.add(
              callers.submit(
                  () -> {
                    if (number % 5 == 0) {
                      fixture.writer.exclusively(() -> enterAndLeave(inside, overlapped));
                    }
                    return number % 2 == 0
                        ? fixture.writer.execute(single(put("key-" + number, "1")))
                        : fixture.submit(put("key-" + number, "1")).join();
                  }));
        }
        for (Future<Outcome<UnitResult>> unit : units) {
          assertThat(unit.get()).isInstanceOf(Outcome.Committed.class);
        }
      }
      fixture.writer.close();
      assertThat(overlapped).isFalse();
      assertThat(fixture.store.revision()).isEqualTo(200);
    }
  }

  private static void enterAndLeave(AtomicBoolean inside, AtomicBoolean overlapped) {
    if (!inside.compareAndSet(false, true)) {
      overlapped.set(true);
    }
    inside.set(false);
  }

  private static WriteUnit single(Operation operation) {
    return new WriteUnit.Single(operation);
  }
}
