package dev.cairn.litestream;

import static dev.cairn.litestream.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.Replicator.Registration;
import dev.cairn.backup.ReplicatorException;
import dev.cairn.backup.ReplicatorException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the work when a process of the real Litestream ends or hangs. */
class ChildEndsIT {

  private static final ReplicaPlace PLACE = Rig.place(1);
  private static final ReplicaPlace OTHER_PLACE = Rig.place(2);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  private Path temporary;

  @Test
  void aKilledProcessIsReplacedByOneThatKnowsNoFile() throws Exception {
    try (Rig rig = new Rig(temporary, Rig.SOON);
        SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      rig.litestream.register(database.file(), PLACE, Rig.LIMIT);
      assertThat(rig.litestream.generation(database.file())).isEqualTo(1);

      kill(rig.pid());
      Eventually.holds(
          "a second process runs", () -> rig.litestream.generation(database.file()) == 2);

      assertThat(rig.litestream.condition().restarts()).isEqualTo(1);
      assertThat(failure(() -> rig.litestream.sync(database.file(), Rig.LIMIT)).kind())
          .isEqualTo(Kind.LOST);
      assertThat(rig.litestream.register(database.file(), OTHER_PLACE, Rig.LIMIT))
          .isEqualTo(Registration.REGISTERED);
      assertThat(rig.litestream.sync(database.file(), Rig.LIMIT)).isPositive();
    }
  }

  @Test
  void whileNoProcessRunsNothingIsDone() throws Exception {
    try (Rig rig = new Rig(temporary, Rig.NEVER);
        SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      rig.litestream.register(database.file(), PLACE, Rig.LIMIT);

      kill(rig.pid());
      Eventually.holds(
          "it is noticed", () -> rig.litestream.condition().detail().contains("exit code 137"));

      assertThat(rig.litestream.condition().running()).isFalse();
      assertThat(failure(() -> rig.litestream.register(database.file(), PLACE, Rig.LIMIT)).kind())
          .isEqualTo(Kind.DOWN);
      assertThat(failure(() -> rig.litestream.sync(database.file(), Rig.LIMIT)).kind())
          .isEqualTo(Kind.DOWN);
      assertThat(failure(() -> rig.litestream.unregister(database.file(), Rig.LIMIT)).kind())
          .isEqualTo(Kind.DOWN);
      assertThat(rig.litestream.generation(database.file())).isEqualTo(1);
    }
  }

  @Test
  void aHangingProcessLeavesCallsOpenAndIsReplaced() throws Exception {
    Timing impatient =
        Rig.timing(
            Duration.ofMillis(100), Duration.ofSeconds(2), Rig.SOON.stop(), Duration.ofMillis(20));
    try (Rig rig = new Rig(temporary, impatient);
        SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      rig.litestream.register(database.file(), PLACE, Rig.LIMIT);
      long generation = rig.litestream.generation(database.file());
      long pid = rig.pid();

      Processes.signal("STOP", pid);
      ReplicatorException failure =
          failure(() -> rig.litestream.sync(database.file(), Duration.ofMillis(1)));
      assertThat(failure.kind()).as(failure.getMessage()).isIn(Kind.UNKNOWN, Kind.DOWN);
      Eventually.holds(
          "another process runs", () -> rig.litestream.generation(database.file()) > generation);

      assertThat(Processes.isRunning(pid)).isFalse();
    }
  }

  @Test
  void aHangingProcessDoesNotKeepTheServiceFromEnding() throws Exception {
    Timing impatient =
        Rig.timing(
            Duration.ofDays(1),
            Rig.SOON.checkLimit(),
            Duration.ofMillis(200),
            Duration.ofMillis(20));
    try (Rig rig = new Rig(temporary, impatient)) {
      long pid = rig.pid();
      Processes.signal("STOP", pid);

      rig.litestream.close();

      assertThat(Processes.isRunning(pid)).isFalse();
    }
  }

  @Test
  void whatAKilledServiceLeftEndsBeforeTheNextOneBegins() throws Exception {
    Process service = KilledService.start(temporary);
    long left = Long.parseLong(service.inputReader().readLine());
    service.destroyForcibly().waitFor();

    try (Rig rig = new Rig(temporary, Rig.SOON)) {
      assertThat(Processes.isRunning(left)).isFalse();
      assertThat(rig.pid()).isNotEqualTo(left);
      assertThat(rig.litestream.condition().running()).isTrue();
    }
  }

  @Test
  void aSecondServiceEndsWhatTheFirstOneStillRuns() throws Exception {
    try (Rig first = new Rig(temporary, Rig.NEVER)) {
      long left = first.pid();
      try (Rig second = new Rig(temporary, Rig.SOON)) {
        assertThat(Processes.isRunning(left)).isFalse();
        assertThat(second.pid()).isNotEqualTo(left);
      }
    }
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }
}
