package dev.cairn.operation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long work: how it is told of, ended, and gone on with after a restart. */
@Timeout(60)
class OperationsTest {

  private static final ShardId A = new ShardId("a");
  private static final ShardId B = new ShardId("b");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  private Path directory;

  private Operations operations = operations(OperationSettings.DEFAULT, new Quick());

  @AfterEach
  void end() {
    operations.close();
  }

  private Operations operations(OperationSettings settings, OperationWork... works) {
    return new Operations(
        directory == null ? Path.of("target", "unused-operations") : directory,
        List.of(works),
        settings,
        Clock.systemUTC());
  }

  private void begin(OperationSettings settings, OperationWork... works) {
    operations.close();
    operations = operations(settings, works);
    operations.start();
  }

  private void begin(OperationWork... works) {
    begin(OperationSettings.DEFAULT, works);
  }

  /** Says what it was asked for; fails or is cut short if that is asked for. */
  private static final class Quick implements OperationWork {
    @Override
    public String kind() {
      return "quick";
    }

    @Override
    public Map<String, Object> run(OperationTask task) throws InterruptedException {
      task.progress(0.5, "Half.");
      if (task.parameter("fail") != null) {
        throw new CairnException(ErrorCode.POINT_NOT_FOUND, "No such point.");
      }
      if (task.parameter("fault") != null) {
        throw new IllegalStateException("a fault of a test");
      }
      return Map.of("number", 7L, "text", "x=y\n", "truth", true);
    }
  }

  /** Waits until it is let go, in a part that may be interrupted or in one that may not. */
  private static final class Slow implements OperationWork {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final boolean interruptible;
    private volatile boolean wasInterrupted;

    Slow(boolean interruptible) {
      this.interruptible = interruptible;
    }

    @Override
    public String kind() {
      return "slow";
    }

    @Override
    public Map<String, Object> run(OperationTask task) throws InterruptedException {
      if (task.note("done") != null) {
        return Map.of("again", true);
      }
      task.progress(0.25, "Waits.");
      if (interruptible) {
        return task.interruptibly(this::hold);
      }
      Map<String, Object> result = hold();
      task.note("done", "yes");
      return result;
    }

    private Map<String, Object> hold() throws InterruptedException {
      begun.countDown();
      try {
        mayEnd.await();
      } catch (InterruptedException e) {
        wasInterrupted = true;
        throw e;
      }
      return Map.of("again", false);
    }
  }

  private Operation found(String id) {
    return requireNonNull(operations.find(id));
  }

  private static Operation ended(OperationTask task) {
    return task.ended().join();
  }

  @Test
  void whatCameOfItIsToldAlsoAfterARestart() {
    begin(new Quick());

    Operation done = ended(operations.begin("quick", A, Map.of("at", "5")));

    assertThat(done.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(done.progress()).isEqualTo(1);
    assertThat(done.result()).isEqualTo(Map.of("number", 7L, "text", "x=y\n", "truth", true));
    assertThat(done.parameters()).isEqualTo(Map.of("at", "5"));
    assertThat(done.finished()).isGreaterThanOrEqualTo(done.started());
    begin(new Quick());
    assertThat(found(done.id())).isEqualTo(done);
  }

  @Test
  void aFailureIsToldWithItsCodeAlsoAfterARestart() {
    begin(new Quick());

    Operation failed = ended(operations.begin("quick", A, Map.of("fail", "yes")));
    Operation fault = ended(operations.begin("quick", A, Map.of("fault", "yes")));

    assertThat(failed.state()).isEqualTo(OperationState.FAILED);
    assertThat(failed.problem()).isEqualTo(ErrorCode.POINT_NOT_FOUND);
    assertThat(failed.detail()).isEqualTo("No such point.");
    assertThat(fault.problem()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(fault.detail()).doesNotContain("of a test");
    begin(new Quick());
    assertThat(found(failed.id())).isEqualTo(failed);
  }

  @Test
  void whatMayBeInterruptedEndsWhenItIsCancelled() throws Exception {
    Slow slow = new Slow(true);
    begin(slow);
    OperationTask task = operations.begin("slow", A, Map.of());
    slow.begun.await();

    operations.cancel(task.operation().id());

    assertThat(ended(task).state()).isEqualTo(OperationState.CANCELLED);
    assertThat(slow.wasInterrupted).isTrue();
  }

  @Test
  void whateverAnInterruptedCallMakesOfItIsACancellation() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    OperationWork reading =
        new OperationWork() {
          @Override
          public String kind() {
            return "reading";
          }

          @Override
          public Map<String, Object> run(OperationTask task) throws InterruptedException {
            return task.interruptibly(
                () -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                    return Map.of();
                  } catch (InterruptedException e) {
                    throw new CairnException(ErrorCode.BACKUP_UNAVAILABLE, "A channel closed.", e);
                  }
                });
          }
        };
    begin(reading);
    OperationTask task = operations.begin("reading", A, Map.of());
    begun.await();

    operations.cancel(task.operation().id());

    assertThat(ended(task).state()).isEqualTo(OperationState.CANCELLED);
  }

  @Test
  void whatMayNotBeInterruptedGoesOnToItsEnd() throws Exception {
    Slow slow = new Slow(false);
    begin(slow);
    OperationTask task = operations.begin("slow", A, Map.of());
    slow.begun.await();

    operations.cancel(task.operation().id());
    assertThat(task.operation().state()).isEqualTo(OperationState.RUNNING);
    slow.mayEnd.countDown();

    assertThat(ended(task).state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(slow.wasInterrupted).isFalse();
  }

  @Test
  void oneThatWaitsForItsTurnIsCancelledBeforeItBegins() throws Exception {
    Slow slow = new Slow(false);
    begin(new OperationSettings(1, 10, 10), slow, new Quick());
    OperationTask first = operations.begin("slow", A, Map.of());
    slow.begun.await();
    OperationTask second = operations.begin("quick", B, Map.of());

    operations.cancel(second.operation().id());
    slow.mayEnd.countDown();

    assertThat(ended(second).state()).isEqualTo(OperationState.CANCELLED);
    assertThat(ended(first).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void aFinishedOneStaysAsItIsWhenItIsCancelled() {
    begin(new Quick());
    Operation done = ended(operations.begin("quick", A, Map.of()));

    assertThat(operations.cancel(done.id())).isEqualTo(done);
    assertThat(operations.cancel("none")).isNull();
    assertThat(operations.find("none")).isNull();
  }

  @Test
  void whatTheEndOfTheServiceCutShortGoesOnAfterTheRestart() throws Exception {
    Slow slow = new Slow(true);
    begin(slow);
    String id = operations.begin("slow", A, Map.of("at", "5")).operation().id();
    slow.begun.await();

    Slow again = new Slow(true);
    begin(again);
    again.begun.await();

    assertThat(found(id).state()).isEqualTo(OperationState.RUNNING);
    assertThat(found(id).parameters()).isEqualTo(Map.of("at", "5"));
    again.mayEnd.countDown();
    Eventually.holds("it ends", () -> found(id).isFinished());
    assertThat(found(id).state()).isEqualTo(OperationState.SUCCEEDED);
  }

  @Test
  void whatItHadNotedItFindsAfterTheRestart() throws IOException {
    begin(new Slow(true));
    Operation unfinished =
        new Operation(
            "0000000000001-00000000",
            "slow",
            A,
            Map.of(),
            Map.of("done", "yes"),
            OperationState.RUNNING,
            0.5,
            "Waits.",
            1,
            null,
            Map.of(),
            null);
    new OperationFiles(directory).put(unfinished);

    begin(new Slow(true));

    Eventually.holds("it ends", () -> found(unfinished.id()).isFinished());
    assertThat(found(unfinished.id()).result()).isEqualTo(Map.of("again", true));
  }

  @Test
  void ofOneShardOneGoesOnAtATime() throws Exception {
    Slow slow = new Slow(true);
    begin(slow, new Quick());
    OperationTask first = operations.begin("slow", A, Map.of());
    slow.begun.await();

    CairnException refusal =
        catchThrowableOfType(CairnException.class, () -> operations.begin("quick", A, Map.of()));
    ended(operations.begin("quick", B, Map.of()));

    assertThat(refusal.code()).isEqualTo(ErrorCode.OPERATION_RUNNING);
    assertThat(refusal.members()).containsEntry("operation", first.operation().id());
    slow.mayEnd.countDown();
    ended(first);
    ended(operations.begin("quick", A, Map.of()));
  }

  @Test
  void noMoreThanSoManyAreTaken() throws Exception {
    Slow slow = new Slow(true);
    begin(new OperationSettings(1, 2, 10), slow, new Quick());
    operations.begin("slow", A, Map.of());
    operations.begin("quick", B, Map.of());

    CairnException refusal =
        catchThrowableOfType(
            CairnException.class, () -> operations.begin("quick", new ShardId("c"), Map.of()));

    assertThat(refusal.code()).isEqualTo(ErrorCode.TOO_MANY_OPERATIONS);
    slow.mayEnd.countDown();
  }

  @Test
  void theOldestFinishedAreForgotten() throws IOException {
    begin(new OperationSettings(1, 10, 3), new Quick());
    for (int i = 0; i < 8; i++) {
      ended(operations.begin("quick", A, Map.of("n", "" + i)));
    }
    ended(operations.begin("quick", A, Map.of("n", "8")));

    assertThat(operations.list(any -> true, null, 100)).hasSizeLessThanOrEqualTo(5);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.count()).isLessThanOrEqualTo(5);
    }
  }

  @Test
  void pagesHaveTheNewestFirst() throws InterruptedException {
    begin(new Quick());
    for (int i = 0; i < 5; i++) {
      ended(operations.begin("quick", i % 2 == 0 ? A : B, Map.of("n", "" + i)));
      Thread.sleep(2);
    }

    List<Operation> first = operations.list(any -> true, null, 2);
    List<Operation> second = operations.list(any -> true, first.getLast().id(), 10);

    assertThat(first).extracting(o -> o.parameters().get("n")).containsExactly("4", "3");
    assertThat(second).extracting(o -> o.parameters().get("n")).containsExactly("2", "1", "0");
    assertThat(operations.list(o -> o.shard().equals(B), null, 10)).hasSize(2);
  }

  @Test
  void aFileThatCannotBeUnderstoodIsPassedOver() throws IOException {
    Files.writeString(directory.resolve("rubbish"), "kind=slow\n");
    Files.writeString(directory.resolve("x.new"), "half");

    begin(new Quick());

    assertThat(operations.list(any -> true, null, 10)).isEmpty();
    assertThat(directory.resolve("x.new")).doesNotExist();
  }

  @Test
  void aKindThatThisProgramDoesNotKnowFails() {
    begin(new Slow(true));
    Operation old =
        new Operation(
            "0000000000001-00000000",
            "gone",
            A,
            Map.of(),
            Map.of(),
            OperationState.RUNNING,
            0,
            "Waits.",
            1,
            null,
            Map.of(),
            null);
    new OperationFiles(directory).put(old);

    begin(new Quick());

    Eventually.holds("it ends", () -> found(old.id()).isFinished());
    assertThat(found(old.id()).state()).isEqualTo(OperationState.FAILED);
  }
}
