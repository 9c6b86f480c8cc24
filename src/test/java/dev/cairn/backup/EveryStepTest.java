package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.FakeReplicator.Call;
import dev.cairn.backup.ReplicatorException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shard is woken, parked, woken again, goes over into another epoch, is gone on with after a
 * restart and after a death of the replicator; and at each single step of all that, something
 * happens: the service is killed, the replicator is, the store goes away, an answer is lost.
 * Nothing is done that would spoil a copy, and everything comes into the replica afterwards.
 */
@Timeout(600)
class EveryStepTest {

  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Duration EPOCH_AGE = Duration.ofMinutes(10);

  /** Looks at the shard after which an outage is over. */
  private static final int LOOKS = 5;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path data;

  /** What was acknowledged last, and what was said to be in the replica. */
  private volatile long written;

  private volatile long confirmed;
  private int number;

  /** Done each time that a test waits for something. */
  private Runnable onLook = () -> {};

  private static BackupSettings settings() {
    BackupSettings quick = BackupHouse.quick(10, IDLE);
    return new BackupSettings(
        quick.hotCap(),
        quick.idle(),
        quick.syncInterval(),
        EPOCH_AGE,
        quick.logBytes(),
        quick.callLimit(),
        quick.replicatedWait());
  }

  private void put(BackupHouse house) {
    written = house.put(A, "k" + number++ % 3, "\"" + "x".repeat(9_000) + number + "\"");
  }

  /** Writes, and waits until it is said to be in the replica. */
  private void putReplicated(BackupHouse house) {
    put(house);
    long revision = written;
    CompletableFuture<Boolean> told = house.backups.replicated(A, revision);
    settle(house, "it is told", () -> told.getNow(false));
    assertThat(house.replicator.restorable("a")).isGreaterThanOrEqualTo(revision);
    confirmed = revision;
  }

  private void settle(BackupHouse house, String what, BooleanSupplier condition) {
    house.settle(
        what,
        () -> {
          onLook.run();
          return condition.getAsBoolean();
        });
  }

  private static long epoch(BackupHouse house) {
    EpochName epoch = house.backups.status(A).epoch();
    return epoch == null ? 0 : epoch.number();
  }

  /** All that a shard goes through. */
  private void live(BackupHouse house) {
    putReplicated(house);
    putReplicated(house);
    house.pass(IDLE.plusMinutes(1));
    settle(house, "it is cold", () -> house.state(A) == BackupState.COLD);
    putReplicated(house);
    long before = epoch(house);
    house.pass(EPOCH_AGE.plusMinutes(1));
    settle(house, "it has another epoch", () -> epoch(house) > before);
    putReplicated(house);
    put(house);
    house.restart();
    long left = written;
    settle(house, "it is gone on with", () -> house.backups.status(A).replicatedRevision() >= left);
    house.replicator.startAgain();
    putReplicated(house);
    long lost = epoch(house);
    put(house);
    settle(
        house,
        "it has a new epoch",
        () -> {
          house.replicator.fail(Call.SYNC, Kind.LOST);
          return epoch(house) > lost;
        });
    house.replicator.fail(Call.SYNC, null);
    putReplicated(house);
    house.pass(IDLE.plusMinutes(1));
    settle(house, "it is cold again", () -> house.state(A) == BackupState.COLD);
  }

  private BackupHouse house(String name) {
    written = 0;
    confirmed = 0;
    onLook = () -> {};
    BackupHouse house = new BackupHouse(data.resolve(name), settings(), 4);
    house.backups.round();
    return house;
  }

  /**
   * What a kill of the service leaves.
   *
   * @param files its data directory
   * @param replica what was copied
   * @param written the last revision that was acknowledged
   * @param confirmed the last that was said to be in the replica
   */
  private record Left(
      String step, Path files, Map<String, List<Long>> replica, long written, long confirmed) {}

  @Test
  void theServiceIsKilled() throws Exception {
    List<Left> all = new ArrayList<>();
    Path files = data.resolve("killed");
    try (BackupHouse house = house("killed")) {
      house.onStep(
          step -> {
            if (Thread.currentThread().isVirtual()) {
              // A sync in the background, which changes no file: others may change some meanwhile.
              return;
            }
            synchronized (all) {
              Path copy = data.resolve("left-" + all.size());
              long acknowledged = written;
              long told = confirmed;
              copy(files, copy);
              all.add(new Left(step, copy, house.replicator.copies(), acknowledged, told));
            }
          });
      live(house);
    }
    assertThat(all).hasSizeGreaterThan(40);
    for (Left left : all) {
      assertGoesOn(left);
    }
  }

  /** A start over what was left: nothing of it is lost, and all comes into the replica. */
  private void assertGoesOn(Left left) throws Exception {
    String when = left.step() + " in " + left.files().getFileName() + ": ";
    try (BackupHouse house = new BackupHouse(left.files(), settings(), 4, left.replica())) {
      assertThat(Math.max(0, house.replicator.restorable("a")))
          .as(when + "what was confirmed")
          .isGreaterThanOrEqualTo(left.confirmed());
      house.settle(
          when + "what was acknowledged is in the replica, though nobody asks for the shard",
          () -> newest(house) >= left.written());
      long revision = house.put(A, "k0", "1");
      assertThat(revision).as(when + "no write is lost").isGreaterThan(left.written());
      house.settle(when + "it is copied on", () -> newest(house) >= revision);
      house.pass(IDLE.plusMinutes(1));
      house.settle(when + "it is parked", () -> house.state(A) == BackupState.COLD);
    } catch (AssertionError e) {
      throw new AssertionError(when + e.getMessage(), e);
    }
  }

  /** What a restoration of the newest state would give: the end of the newest epoch. */
  private static long newest(BackupHouse house) {
    Map<String, List<Long>> copies = house.replicator.copies();
    String last = "";
    for (String place : copies.keySet()) {
      last = place.startsWith("shards/a/") && place.compareTo(last) > 0 ? place : last;
    }
    return last.isEmpty() ? -1 : copies.getOrDefault(last, List.of(-1L)).getLast();
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!path.toString().endsWith("-shm")) {
          Files.copy(path, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theReplicatorIsKilled() throws Exception {
    forEachStep("replicator", house -> house.replicator.startAgain());
  }

  @Test
  void theReplicatorIsKilledAndStaysAwayForAWhile() throws Exception {
    forEachStep(
        "away",
        house -> {
          house.replicator.kill();
          afterSomeLooks(() -> house.replicator.startAgain());
        });
  }

  @Test
  void theStoreGoesAwayForAWhile() throws Exception {
    forEachStep("outage", house -> failForAWhile(house, Kind.FAILING));
  }

  @Test
  void answersAreLostForAWhileOfWhatWasDone() throws Exception {
    forEachStep(
        "done",
        house -> {
          house.replicator.unknownIsDone(true);
          failForAWhile(house, Kind.UNKNOWN);
        });
  }

  @Test
  void answersAreLostForAWhileOfWhatWasNotDone() throws Exception {
    forEachStep("undone", house -> failForAWhile(house, Kind.UNKNOWN));
  }

  private void failForAWhile(BackupHouse house, Kind kind) {
    house.store.away(true);
    List.of(Call.values()).forEach(call -> house.replicator.fail(call, kind));
    afterSomeLooks(
        () -> {
          house.store.away(false);
          List.of(Call.values()).forEach(call -> house.replicator.fail(call, null));
        });
  }

  private void afterSomeLooks(Runnable end) {
    AtomicInteger looks = new AtomicInteger();
    onLook =
        () -> {
          if (looks.incrementAndGet() == LOOKS) {
            end.run();
          }
        };
  }

  /** Lives through all of it once for each step, at which something happens. */
  private void forEachStep(String name, Consumer<BackupHouse> event) throws Exception {
    int steps = 1;
    for (int at = 0; at < steps; at++) {
      AtomicInteger count = new AtomicInteger();
      int when = at;
      StringBuilder which = new StringBuilder();
      try (BackupHouse house = house(name + at)) {
        house.onStep(
            step -> {
              // What comes between two steps is the same after the one and before the other.
              if (step.startsWith("before") && count.getAndIncrement() == when) {
                which.append(step);
                event.accept(house);
              }
            });
        live(house);
        long all = written;
        settle(house, "all is in the replica", () -> newest(house) >= all);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(name + " " + at + ", " + which + ": " + e.getMessage(), e);
      }
      steps = Math.max(steps, count.get());
    }
    assertThat(steps).isGreaterThan(20);
  }
}
