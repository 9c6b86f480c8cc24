package dev.cairn.backup;

import static dev.cairn.backup.BackupHouse.A;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ErrorCode;
import dev.cairn.operation.Operation;
import dev.cairn.operation.OperationState;
import dev.cairn.sqlite.SqliteDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is to be restored is deleted, as the keeping does it, between any two calls of the store, or
 * between the choice of the state and its restoring. Then it is the state that was asked for, or an
 * error that says what is wrong: never another state in silence. The shard serves on, nothing is
 * left behind, and whoever asks again is told what there is.
 */
@Timeout(120)
class DeletionRaceTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  private Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private RaceHouse races;

  /** The call by which the files of the wanted epoch are listed; before, its epochs are. */
  private static final int FILES_ARE_LISTED = 2;

  /** How many writes there were; the number of each is its value. */
  private int counter;

  @BeforeEach
  void start() {
    races = new RaceHouse(directory);
  }

  @AfterEach
  void end() throws Exception {
    races.close();
  }

  /** What may go wrong with the disk is none of these tests' subjects. */
  @FunctionalInterface
  private interface Change {
    void make() throws IOException;
  }

  /** The keeping comes, when the epoch is older than the window. */
  private void keepLater() {
    races.house.pass(Keeping.DEFAULT.window().plusHours(1));
    races.house.backups.keep();
  }

  /** The keeping comes, when the epoch is older than the fine window. */
  private void thinLater() {
    races.house.pass(Keeping.DEFAULT.fineWindow().plusHours(1));
    races.house.backups.keep();
  }

  private static Runnable unchecked(Change change) {
    return () -> {
      try {
        change.make();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private long write() {
    races.house.pass(Duration.ofSeconds(5));
    return races.write("" + counter++);
  }

  private ReplicaPlace place() {
    return new ReplicaPlace("a", requireNonNull(races.house.backups.status(A).epoch()));
  }

  /**
   * An epoch that is over.
   *
   * @param wanted the revision that is newest before a time
   * @param at that time, seconds after it
   */
  private record Over(ReplicaPlace place, long wanted, long at) {}

  /** Writes an epoch, and begins the next. */
  private Over over() {
    races.park();
    write();
    ReplicaPlace place = place();
    write();
    long wanted = write();
    races.house.pass(Duration.ofSeconds(3));
    long at = races.house.millis();
    write();
    write();
    races.park();
    write();
    return new Over(place, wanted, at);
  }

  private static Map<String, String> at(Over over) {
    return Map.of("at", "" + over.at());
  }

  private void assertServes(String when) {
    assertThat(races.value()).as(when).isEqualTo("" + (counter - 1));
    assertThat(races.house.scratch()).as(when).isEmpty();
    write();
  }

  /** An error with a code that tells what to do. */
  private static void assertTold(Operation failed, String when) {
    assertThat(failed.state()).as(when).isEqualTo(OperationState.FAILED);
    assertThat(failed.problem())
        .as(when + ": " + failed.detail())
        .isIn(ErrorCode.POINT_NOT_FOUND, ErrorCode.BACKUP_UNAVAILABLE);
    assertThat(failed.detail()).as(when).isNotEmpty();
  }

  @Test
  void anEpochThatGoesBetweenTwoCallsIsAnErrorAndTheNearestPointIsNamed() {
    goesBetweenTwoCalls("gone", place -> keepLater());
  }

  @Test
  void anEpochThatLosesItsBeginningFirstIsAnErrorAndTheNearestPointIsNamed() {
    goesBetweenTwoCalls(
        "without a beginning", place -> unchecked(() -> beginToDelete(place)).run());
  }

  private void goesBetweenTwoCalls(String how, Consumer<ReplicaPlace> deletion) {
    long calls = Long.MAX_VALUE;
    for (long call = 1; call <= calls; call++) {
      Over over = over();
      AtomicBoolean raced = new AtomicBoolean();
      races.atCall(call, () -> raced.set(true), () -> deletion.accept(over.place()));
      long before = races.store.requests();

      String when = how + " before call " + call;
      if (raceAndTell(over, raced, when)) {
        calls = races.store.requests() - before;
      } else {
        assertNearestIsNamed(over, when);
      }
    }
    assertThat(calls).isGreaterThan(5);
  }

  /** Restores once; whether nothing came between, so that it had to be done. */
  private boolean raceAndTell(Over over, AtomicBoolean raced, String when) {
    String value = races.value();
    Operation ended = races.restore(at(over));
    if (!raced.get()) {
      assertThat(ended.result()).containsEntry("restoredRevision", over.wanted());
      return true;
    }
    assertTold(ended, when);
    assertThat(races.value()).as(when).isEqualTo(value);
    assertServes(when);
    return false;
  }

  private void assertNearestIsNamed(Over over, String when) {
    Operation again = races.restore(at(over));

    assertThat(again.problem())
        .as(when + ": " + again.detail())
        .isEqualTo(ErrorCode.POINT_NOT_FOUND);
    assertThat(again.detail()).as(when).contains("The nearest point that can be restored is");
    assertServes(when);
  }

  @Test
  void anEpochThatGoesBetweenTheChoiceOfAStateAndItsRestoringIsAnError() {
    Over over = over();
    races.replica.during(this::keepLater);

    Operation failed = races.restore(at(over));

    races.replica.during(() -> {});
    assertTold(failed, "gone after the choice");
    assertServes("gone after the choice");
    assertNearestIsNamed(over, "gone after the choice");
  }

  private Path file(ReplicaPlace place, int level, long first, long last) {
    return directory
        .resolve("replica")
        .resolve(place.path())
        .resolve("ltx/" + level)
        .resolve("%016x-%016x.ltx".formatted(first, last));
  }

  /** As the keeping, that goes from the oldest epoch to the newest, when it is cut short. */
  private void beginToDelete(ReplicaPlace place) throws IOException {
    for (EpochName epoch : races.replica.epochs("a")) {
      if (epoch.compareTo(place.epoch()) < 0) {
        races.replica.deleteEpoch(new ReplicaPlace("a", epoch));
      }
    }
    Files.delete(file(place, 0, 1, 1));
  }

  /** Has the first transaction be a minute of its own, and the others another. */
  private void compact(ReplicaPlace place) throws IOException {
    long last = races.replica.files(place, 0).getLast().last();
    Path target = file(place, 1, 1, 1);
    Files.createDirectories(requireNonNull(target.getParent()));
    Files.copy(file(place, 0, 1, 1), target);
    Files.copy(file(place, 0, 2, 2), file(place, 1, 2, last));
  }

  /** What the end of the first minute holds. */
  private long firstRevision(ReplicaPlace place) {
    return SqliteDriver.examine(file(place, 0, 1, 1)).revision();
  }

  @Test
  void aStateThatIsThinnedAwayIsAnErrorAndThenTheOneOfTheMinuteBefore() throws Exception {
    long calls = Long.MAX_VALUE;
    for (long call = 1; call <= calls; call++) {
      Over over = over();
      compact(over.place());
      AtomicBoolean raced = new AtomicBoolean();
      races.atCall(call, () -> raced.set(true), this::thinLater);
      long before = races.store.requests();
      String when = "thinned before call " + call;

      Operation ended = races.dryRun(at(over));

      if (!raced.get()) {
        assertThat(ended.result()).containsEntry("restoredRevision", over.wanted());
        calls = races.store.requests() - before;
      } else {
        assertThinned(ended, over, call, when);
      }
      assertServes(when);
    }
    assertThat(calls).isGreaterThan(5);
  }

  private void assertThinned(Operation ended, Over over, long call, String when) {
    long left = firstRevision(over.place());
    if (ended.state() == OperationState.SUCCEEDED) {
      // Whoever lists the files after the thinning finds what the rule leaves.
      assertThat(call).as(when).isLessThanOrEqualTo(FILES_ARE_LISTED);
      assertThat(ended.result()).as(when).containsEntry("restoredRevision", left);
    } else {
      assertTold(ended, when);
    }
    assertThat(races.dryRun(at(over)).result())
        .as(when + ", again")
        .containsEntry("restoredRevision", left);
  }
}
