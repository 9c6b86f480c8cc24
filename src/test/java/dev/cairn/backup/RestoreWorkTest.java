package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;
import static dev.cairn.backup.BackupHouse.B;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.operation.Operation;
import dev.cairn.operation.OperationSettings;
import dev.cairn.operation.OperationState;
import dev.cairn.operation.OperationTask;
import dev.cairn.operation.OperationWork;
import dev.cairn.operation.Operations;
import dev.cairn.restore.RestoreWork;
import dev.cairn.storage.Parts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Restores and forks, and everything that may come between. */
@Timeout(120)
class RestoreWorkTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  private Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private FakeReplica replica;

  @SuppressWarnings("NullAway.Init") // set before each test
  private BackupHouse house;

  @BeforeEach
  void start() {
    replica = new FakeReplica(directory.resolve("replica"));
    house =
        new BackupHouse(
            directory.resolve("data"), BackupHouse.quick(1000, Duration.ofMinutes(3)), 8, replica);
    house.backups.round();
  }

  @AfterEach
  void end() throws Exception {
    house.close();
  }

  private Operations operations(OperationWork... works) {
    Operations operations =
        new Operations(
            directory.resolve("operations"),
            List.of(works),
            OperationSettings.DEFAULT,
            Clock.systemUTC());
    operations.start();
    return operations;
  }

  /** An operation that is done while the rounds go on. */
  private Operation run(String kind, Map<String, String> parameters) {
    try (Operations operations = operations(house.work(kind))) {
      CompletableFuture<Operation> ended = operations.begin(kind, A, parameters).ended();
      house.settle("it has ended", ended::isDone);
      return ended.join();
    }
  }

  private Operation restore(long revision) {
    return run(RestoreWork.RESTORE, Map.of("revision", Long.toString(revision)));
  }

  private String value(ShardId id, String key) {
    return house.registry.read(
        id,
        (reader, _) -> {
          Entry entry = reader.get(Namespace.DEFAULT, Key.of(key), Parts.BOTH);
          return entry == null ? "none" : String.valueOf(entry.value());
        });
  }

  @Test
  void theStateIsBackInANewHistoryAndANewEpoch() {
    house.putAndSync(A, "k", "1");
    house.putAndSync(A, "k", "2");

    Operation done = restore(1);

    assertThat(done.state()).as(done.detail()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(done.result())
        .containsEntry("restoredRevision", 1L)
        .containsEntry("revision", Revision.HISTORY_SPAN)
        .containsEntry("epoch", 1L)
        .containsKeys("at", "undoAt");
    assertThat(value(A, "k")).isEqualTo("1");
    house.settle("it is copied unasked", () -> house.state(A) == BackupState.HOT);
    assertThat(house.backups.status(A).epoch()).extracting(EpochName::number).isEqualTo(2L);
    assertThat(house.scratch()).isEmpty();
  }

  @Test
  void whatWasReplacedCanBeHadAgain() {
    house.putAndSync(A, "k", "1");
    // Not in the replica yet when it is replaced.
    long last = house.put(A, "k", "2");

    assertThat(restore(1).state()).isEqualTo(OperationState.SUCCEEDED);
    Operation undone = restore(last);

    assertThat(undone.state()).as(undone.detail()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(value(A, "k")).isEqualTo("2");
  }

  @Test
  void aShardThatCannotBeCopiedIsNotReplaced() {
    house.putAndSync(A, "k", "1");
    house.putAndSync(A, "k", "2");
    house.put(A, "k", "3");
    replica.during(
        () -> house.replicator.fail(FakeReplicator.Call.SYNC, ReplicatorException.Kind.FAILING));

    Operation failed = restore(1);

    assertThat(failed.state()).isEqualTo(OperationState.FAILED);
    assertThat(failed.problem()).isEqualTo(ErrorCode.BACKUP_UNAVAILABLE);
    assertThat(value(A, "k")).isEqualTo("3");
    house.replicator.fail(FakeReplicator.Call.SYNC, null);
    long next = house.putAndSync(A, "k", "4");
    assertThat(next).isEqualTo(4);
  }

  @Test
  void aForkOfAFormerStateLeavesTheShardAlone() {
    house.putAndSync(A, "k", "1");
    house.putAndSync(A, "k", "2");

    Operation done = run(RestoreWork.FORK, Map.of("revision", "1", "to", B.value()));

    assertThat(done.state()).as(done.detail()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(done.result()).containsEntry("shard", B.value()).doesNotContainKey("undoAt");
    assertThat(value(A, "k")).isEqualTo("2");
    assertThat(value(B, "k")).isEqualTo("1");
    house.settle("it is copied unasked", () -> house.state(B) == BackupState.HOT);
  }

  @Test
  void aForkOverAShardThatWasMadeMeanwhileIsRefused() {
    house.putAndSync(A, "k", "1");
    house.putAndSync(A, "k", "2");
    replica.during(
        () -> {
          if (house.registry.list("", null, 10).size() == 1) {
            house.put(B, "k", "\"mine\"");
          }
        });

    Operation failed = run(RestoreWork.FORK, Map.of("revision", "1", "to", B.value()));

    assertThat(failed.problem()).isEqualTo(ErrorCode.SHARD_EXISTS);
    assertThat(value(B, "k")).isEqualTo("\"mine\"");
  }

  @Test
  void aRevisionThatIsNoPointIsAnErrorThatNamesItsNeighbours() {
    house.putAndSync(A, "k", "1");
    house.put(A, "k", "2");
    house.putAndSync(A, "k", "3");

    Operation failed = restore(2);

    assertThat(failed.problem()).isEqualTo(ErrorCode.POINT_NOT_FOUND);
    assertThat(failed.detail()).contains("before has 1").contains("after has 3");
    assertThat(value(A, "k")).isEqualTo("3");
  }

  @Test
  void aDryRunReplacesNothing() {
    house.putAndSync(A, "k", "1");
    house.putAndSync(A, "k", "2");

    Operation done = run(RestoreWork.RESTORE, Map.of("revision", "1", "dryRun", "true"));

    assertThat(done.result()).containsEntry("dryRun", true).doesNotContainKey("revision");
    assertThat(value(A, "k")).isEqualTo("2");
    assertThat(house.scratch()).isEmpty();
  }

  @Test
  void whatIsCancelledBeforeItIsPutInPlaceReplacesNothing() {
    house.putAndSync(A, "k", "1");
    house.putAndSync(A, "k", "2");
    try (Operations operations = operations(house.work(RestoreWork.RESTORE))) {
      OperationTask task = operations.begin(RestoreWork.RESTORE, A, Map.of("revision", "1"));
      replica.during(() -> operations.cancel(task.operation().id()));
      house.settle("it has ended", () -> task.operation().isFinished());

      // The restore may have been over before it could be cancelled.
      String expected = task.operation().state() == OperationState.CANCELLED ? "2" : "1";
      assertThat(value(A, "k")).isEqualTo(expected);
    }
  }

  @Test
  void whatWasDoneBeforeACrashIsNotDoneAgain() {
    house.putAndSync(A, "k", "1");
    house.putAndSync(A, "k", "2");
    String id;
    try (Operations crashing = operations(new Crashing(house.work(RestoreWork.RESTORE)))) {
      OperationTask task = crashing.begin(RestoreWork.RESTORE, A, Map.of("revision", "1"));
      id = task.operation().id();
      house.settle("it is replaced", () -> isServed("1"));
    }
    house.restart();
    house.putAndSync(A, "k", "\"since\"");

    try (Operations again = operations(house.work(RestoreWork.RESTORE))) {
      Eventually.holds("it ends", () -> isFinished(again, id));
      Operation done = requireNonNull(again.find(id));
      assertThat(done.state()).as(done.detail()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(done.result()).containsEntry("revision", Revision.HISTORY_SPAN);
    }
    assertThat(value(A, "k")).isEqualTo("\"since\"");
  }

  /** Whether it has that value, and is not being closed. */
  private boolean isServed(String value) {
    try {
      return value(A, "k").equals(value);
    } catch (CairnException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.SHARD_BUSY);
      return false;
    }
  }

  private static boolean isFinished(Operations operations, String id) {
    Operation operation = operations.find(id);
    return operation != null && operation.isFinished();
  }

  /** Ends as the service does, when all was done and nobody had noted it. */
  private record Crashing(OperationWork work) implements OperationWork {

    @Override
    public String kind() {
      return work.kind();
    }

    @Override
    public Map<String, Object> run(OperationTask task) throws InterruptedException {
      work.run(task);
      throw new CairnException(ErrorCode.SHUTTING_DOWN, "The service has gone.");
    }
  }

  @Test
  void aShardWithoutAnyBackupIsNotTakenForAnEmptyOne() {
    Operation failed = run(RestoreWork.RESTORE, Map.of());

    assertThat(failed.problem()).isEqualTo(ErrorCode.POINT_NOT_FOUND);
    assertThat(house.registry.list("", null, 10)).isEmpty();
  }
}
