package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.operation.Operation;
import dev.cairn.operation.OperationSettings;
import dev.cairn.operation.Operations;
import dev.cairn.restore.RestoreWork;
import dev.cairn.storage.Parts;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One shard with its replica, of which states are restored while something else happens to them:
 * before any call of the store. What is copied has the time of the house. One thread, and that of
 * the operation that it waits for.
 */
final class RaceHouse implements AutoCloseable {

  private static final Duration IDLE = Duration.ofMinutes(3);

  final FakeReplica replica;
  final BackupHouse house;

  /** What restores list the replica by. */
  final FailingStore store;

  private final Path operations;

  RaceHouse(Path directory) {
    operations = directory.resolve("operations");
    replica = new FakeReplica(directory.resolve("replica"));
    house = new BackupHouse(directory.resolve("data"), BackupHouse.quick(1000, IDLE), 8, replica);
    replica.stampedBy(house::millis);
    store = new FailingStore(replica, time -> {});
    house.backups.round();
    house.putAndSync(A, "first", "0");
  }

  /** Writes, and returns the revision once it is in the replica. On any thread. */
  long write(String value) {
    long revision = house.put(A, "k", value);
    if (!house.backups.replicated(A, revision).join()) {
      throw new AssertionError("It is not in the replica.");
    }
    return revision;
  }

  /** Has the shard begin another epoch with its next write. */
  void park() {
    house.pass(IDLE.plusMinutes(1));
    house.settle("it is cold", () -> house.state(A) == BackupState.COLD);
  }

  /** Has things done before the call of that number, counted from 1, from now on. */
  void atCall(long number, Runnable... actions) {
    long wanted = store.requests() + number;
    store.onCall(
        call -> {
          if (call == wanted) {
            List.of(actions).forEach(Runnable::run);
          }
        });
  }

  static Map<String, String> dry(Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put(RestoreWork.DRY_RUN, "true");
    return all;
  }

  /** A restore that replaces nothing, done while the rounds go on. */
  Operation dryRun(Map<String, String> parameters) {
    return restore(dry(parameters));
  }

  /** A restore, done while the rounds go on. */
  Operation restore(Map<String, String> parameters) {
    Operation[] last = new Operation[1];
    withOperations(
        running -> {
          CompletableFuture<Operation> ended =
              running.begin(RestoreWork.RESTORE, A, parameters).ended();
          house.settle("it has ended", ended::isDone);
          last[0] = ended.join();
        });
    return last[0];
  }

  /** Does something with operations that run. */
  void withOperations(Consumer<Operations> action) {
    try (Operations running =
        new Operations(
            operations,
            List.of(house.work(RestoreWork.RESTORE, store)),
            OperationSettings.DEFAULT,
            Clock.systemUTC())) {
      running.start();
      action.accept(running);
    }
  }

  /** The value that was written last and is served. */
  String value() {
    return house.registry.read(
        A,
        (reader, _) -> {
          Entry entry = reader.get(Namespace.DEFAULT, Key.of("k"), Parts.BOTH);
          return entry == null ? "none" : String.valueOf(entry.value());
        });
  }

  @Override
  public void close() throws SQLException {
    house.close();
    replica.close();
  }
}
