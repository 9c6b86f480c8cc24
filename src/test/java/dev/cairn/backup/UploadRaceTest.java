package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.operation.Operation;
import dev.cairn.operation.OperationState;
import dev.cairn.restore.RestoreWork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shard is written to and copied on while a state of it is looked for and restored: between any
 * two calls of the store, and between the choice of the state and its restoring. Whatever arrives
 * meanwhile, a state of a time is never newer than that, and the newest one is at least as new as
 * what was acknowledged before it was asked for.
 */
@Timeout(120)
class UploadRaceTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  private Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private FakeReplica replica;

  @SuppressWarnings("NullAway.Init") // set before each test
  private FailingStore store;

  @SuppressWarnings("NullAway.Init") // set before each test
  private RaceHouse races;

  private int counter;

  @BeforeEach
  void start() {
    races = new RaceHouse(directory);
    replica = races.replica;
    store = races.store;
  }

  @AfterEach
  void end() throws Exception {
    races.close();
  }

  private long write() {
    return races.write("" + counter++);
  }

  /** More is copied: at the very time that was asked for, and later. */
  private void writeMore() {
    write();
    races.house.pass(Duration.ofMillis(1));
    write();
  }

  /**
   * Litestream takes a time after its last file for "the newest state", and finds only then what
   * that is: known as F14.
   */
  @Test
  void f14ATimeAfterTheLastFileGivesNothingThatArrivesWhileItIsRestored() {
    long calls = Long.MAX_VALUE;
    for (long call = 1; call <= calls; call++) {
      long last = write();
      races.house.pass(Duration.ofMillis(1));
      long at = races.house.millis();
      AtomicBoolean raced = new AtomicBoolean();
      races.atCall(call, () -> raced.set(true), this::writeMore);
      long before = store.requests();

      Operation done = races.dryRun(Map.of("at", "" + at));

      assertThat(done.state()).as(done.detail()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(done.result()).as("at call " + call).containsEntry("restoredRevision", last);
      calls = raced.get() ? Long.MAX_VALUE : store.requests() - before;
      races.house.pass(Duration.ofSeconds(1));
    }
    assertThat(calls).isGreaterThan(5);
  }

  @Test
  void f14WhatArrivesBetweenTheChoiceOfAStateAndItsRestoringIsNotInIt() {
    long last = write();
    races.house.pass(Duration.ofMillis(1));
    replica.during(this::writeMore);

    Operation done = races.restore(Map.of("at", "" + races.house.millis()));

    assertThat(done.state()).as(done.detail()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(done.result()).containsEntry("restoredRevision", last);
    assertThat(races.value()).isEqualTo("0");
  }

  @Test
  void theNewestStateHasWhatWasAcknowledgedBeforeThoughMoreArrivesMeanwhile() {
    long calls = Long.MAX_VALUE;
    for (long call = 1; call <= calls; call++) {
      long last = write();
      AtomicBoolean raced = new AtomicBoolean();
      races.atCall(call, () -> raced.set(true), this::writeMore);
      long before = store.requests();

      Operation done = races.dryRun(Map.of());

      assertThat(done.state()).as(done.detail()).isEqualTo(OperationState.SUCCEEDED);
      assertThat((Long) done.result().get("restoredRevision"))
          .as("at call " + call)
          .isBetween(last, last + 2);
      calls = raced.get() ? Long.MAX_VALUE : store.requests() - before;
      races.house.pass(Duration.ofSeconds(1));
    }
    assertThat(calls).isGreaterThan(4);
  }

  @Test
  void theNewestStateHasWhatWasAcknowledgedAndNotYetCopied() {
    write();
    races.house.replicator.holdSyncs();
    int syncs = races.house.replicator.syncs();
    long last = races.house.put(A, "k", "" + counter++);
    races.withOperations(
        operations -> {
          CompletableFuture<Operation> ended =
              operations.begin(RestoreWork.RESTORE, A, RaceHouse.dry(Map.of())).ended();
          Eventually.holds(
              "it waits for the replica, or has ended",
              () -> ended.isDone() || races.house.replicator.syncs() > syncs);
          races.house.replicator.releaseSyncs();

          races.house.settle("it has ended", ended::isDone);

          assertThat(ended.join().result()).containsEntry("restoredRevision", last);
        });
  }
}
