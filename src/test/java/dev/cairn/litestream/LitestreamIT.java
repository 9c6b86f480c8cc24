package dev.cairn.litestream;

import static dev.cairn.litestream.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.Replicator.Registration;
import dev.cairn.backup.ReplicatorException;
import dev.cairn.backup.ReplicatorException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real Litestream does for us. */
class LitestreamIT {

  private static final ReplicaPlace PLACE = Rig.place(1);
  private static final ReplicaPlace OTHER_PLACE = Rig.place(2);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  private Path temporary;

  @Test
  void whatWasCommittedBeforeASyncIsInTheReplica() throws Exception {
    try (Rig rig = new Rig(temporary, Rig.SOON);
        SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      database.add(1);
      assertThat(rig.litestream.register(database.file(), PLACE, Rig.LIMIT))
          .isEqualTo(Registration.REGISTERED);
      long first = rig.litestream.sync(database.file(), Rig.LIMIT);
      database.add(2);
      long second = rig.litestream.sync(database.file(), Rig.LIMIT);

      assertThat(first).isPositive();
      assertThat(second).isGreaterThan(first);
      assertThat(rig.litestream.sync(database.file(), Rig.LIMIT)).isEqualTo(second);
      assertThat(SampleDatabase.numbers(rig.restore(PLACE, temporary.resolve("b.sqlite"))))
          .containsExactly(1, 2);
    }
  }

  @Test
  void aRegisteredFileStaysWhereItIs() throws Exception {
    try (Rig rig = new Rig(temporary, Rig.SOON);
        SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      rig.litestream.register(database.file(), PLACE, Rig.LIMIT);

      assertThat(rig.litestream.register(database.file(), OTHER_PLACE, Rig.LIMIT))
          .isEqualTo(Registration.ALREADY_REGISTERED);
    }
  }

  @Test
  void anUnregisteredFileIsCopiedToItsEndAndLetGo() throws Exception {
    try (Rig rig = new Rig(temporary, Rig.SOON);
        SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      rig.litestream.register(database.file(), PLACE, Rig.LIMIT);
      rig.litestream.sync(database.file(), Rig.LIMIT);
      database.add(7);

      rig.litestream.unregister(database.file(), Rig.LIMIT);
      rig.litestream.unregister(database.file(), Rig.LIMIT);

      assertThat(failure(() -> rig.litestream.sync(database.file(), Rig.LIMIT)).kind())
          .isEqualTo(Kind.LOST);
      assertThat(SampleDatabase.numbers(rig.restore(PLACE, temporary.resolve("b.sqlite"))))
          .containsExactly(7);
    }
  }

  @Test
  void aStoreThatCantBeWrittenToIsAFailureThatPasses() throws Exception {
    Path root = Files.writeString(temporary.resolve("replica"), "in the way");
    try (Rig rig = new Rig(temporary, Rig.SOON);
        SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      database.add(1);
      rig.litestream.register(database.file(), PLACE, Rig.LIMIT);

      ReplicatorException failure =
          failure(() -> rig.litestream.sync(database.file(), Duration.ofSeconds(2)));
      assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.FAILING);
      assertThat(failure).hasMessageContaining("a.sqlite");

      Files.delete(root);
      assertThat(rig.litestream.sync(database.file(), Rig.LIMIT)).isPositive();
    }
  }

  @Test
  void credentialsReachItByEnvironmentAndAreToldNowhere() throws Exception {
    String secret = "a-secret-of-the-test";
    LitestreamSettings settings =
        new LitestreamSettings(
            Rig.binary(),
            temporary.resolve("run"),
            "s3://bucket/prefix?endpoint=http://127.0.0.1:9&region=eu",
            10,
            Map.of("AWS_ACCESS_KEY_ID", "its-key-id", "AWS_SECRET_ACCESS_KEY", secret));
    try (Rig rig = new Rig(settings, SystemFigures.NO_LIMIT, Rig.SOON);
        SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      database.add(1);
      rig.litestream.register(database.file(), PLACE, Rig.LIMIT);
      ReplicatorException failure =
          failure(() -> rig.litestream.sync(database.file(), Duration.ofSeconds(2)));

      assertThat(proc(rig.pid(), "environ")).contains("AWS_SECRET_ACCESS_KEY=" + secret);
      assertThat(proc(rig.pid(), "cmdline") + failure + rig.log.lines() + settings)
          .doesNotContain(secret);
      assertThat(rig.log.lines()).isNotEmpty();
    }
  }

  private static String proc(long pid, String file) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), file));
  }

  @Test
  void itsFilesAreForTheOwnerAloneAndGoWithIt() throws Exception {
    try (Rig rig = new Rig(temporary, Rig.SOON)) {
      try (var files = Files.list(rig.directory)) {
        assertThat(files.filter(Files::isDirectory))
            .singleElement()
            .satisfies(
                run ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run)))
                        .isEqualTo("rwx------"));
      }
      long pid = rig.pid();

      rig.litestream.close();

      assertThat(Processes.isRunning(pid)).isFalse();
      assertThat(rig.directory).isEmptyDirectory();
    }
  }

  @Test
  void aDeepDataDirectoryIsNoTroubleForItsSocket() throws Exception {
    Path deep = temporary.resolve("d".repeat(100)).resolve("e".repeat(100));
    try (Rig rig = new Rig(deep, Rig.SOON)) {
      assertThat(rig.litestream.condition().running()).as(rig.log.lines().toString()).isTrue();
    }
  }

  @Test
  void severalProcessesShareManyFiles() throws Exception {
    LitestreamSettings settings = Rig.settings(temporary, Rig.binary(), 15);
    long limit = Capacity.OWN_DESCRIPTORS + 10 * Capacity.DESCRIPTORS_PER_FILE;
    List<SampleDatabase> databases = new ArrayList<>();
    try (Rig rig = new Rig(settings, limit, Rig.SOON)) {
      for (int i = 0; i < 8; i++) {
        SampleDatabase database = new SampleDatabase(temporary.resolve(i + ".sqlite"));
        databases.add(database);
        database.add(i);
        rig.litestream.register(database.file(), Rig.place(i + 1), Rig.LIMIT);
        rig.litestream.sync(database.file(), Rig.LIMIT);
      }

      assertThat(rig.litestream.capacity()).isEqualTo(15);
      assertThat(Processes.remembered(rig.directory)).hasSize(2);
      Set<Long> generations = new HashSet<>();
      for (SampleDatabase database : databases) {
        generations.add(rig.litestream.generation(database.file()));
      }
      assertThat(generations).containsExactly(1L);
      assertThat(SampleDatabase.numbers(rig.restore(Rig.place(8), temporary.resolve("b.sqlite"))))
          .containsExactly(7);
    } finally {
      for (SampleDatabase database : databases) {
        database.close();
      }
    }
  }

  @Test
  void itsConditionTellsOfMemoryAndOfNoTrouble() throws Exception {
    try (Rig rig = new Rig(temporary, Rig.SOON)) {
      assertThat(rig.litestream.condition().running()).isTrue();
      assertThat(rig.litestream.condition().detail()).isEmpty();
      assertThat(rig.litestream.condition().restarts()).isZero();
      assertThat(rig.litestream.condition().residentBytes()).isGreaterThan(1_000_000);
    }
  }
}
