package dev.cairn.litestream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.backup.ReplicatorException;
import dev.cairn.replica.VersityGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * One call to the store that never ends keeps a process from merging anything of any file, while it
 * uploads and answers: it is replaced, and the next one goes on.
 */
@Execution(ExecutionMode.CONCURRENT) // it waits more than it computes
class StalledCompactionIT {

  /** Longer than the minute between two rounds of merging. */
  private static final Duration STALL = Duration.ofSeconds(70);

  private static final long GIVE_UP_SECONDS = 240;

  private static final Pattern FIRST_LEVEL = Pattern.compile("(/|%2F)0001(/|%2F)");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  private Path temporary;

  @Test
  void aCallThatNeverEndsDoesNotHoldUpTheOtherFilesForLong() throws Exception {
    try (VersityGateway gateway = VersityGateway.start(temporary.resolve("gateway"));
        FreezingProxy proxy = new FreezingProxy(gateway.endpoint());
        Rig rig = rig(proxy);
        SampleDatabase a = new SampleDatabase(temporary.resolve("a.sqlite"));
        SampleDatabase b = new SampleDatabase(temporary.resolve("b.sqlite"))) {
      register(rig, a, 1);
      register(rig, b, 2);
      proxy.freeze(FIRST_LEVEL);

      int uploads = uploadUntilReplaced(rig, a, b, proxy);

      assertThat(proxy.frozen()).as("calls that never ended").isPositive();
      assertThat(rig.log.lines())
          .anyMatch(line -> line.contains("merged nothing for 70 s or more"));
      int before = rig.log.lines().size();
      proxy.freeze(null);
      Eventually.holds("it runs again", () -> rig.litestream.condition().running());
      register(rig, a, 1);
      register(rig, b, 2);
      awaitMerged(rig, before, "a.sqlite");
      awaitMerged(rig, before, "b.sqlite");
      Path restored = rig.restore(Rig.place(2), temporary.resolve("restored.sqlite"));
      assertThat(SampleDatabase.numbers(restored)).hasSize(uploads);
    }
  }

  private Rig rig(FreezingProxy proxy) throws InterruptedException {
    LitestreamSettings settings =
        new LitestreamSettings(
            Rig.binary(),
            temporary.resolve("run"),
            "s3://"
                + VersityGateway.BUCKET
                + "/cairn?endpoint="
                + proxy.endpoint()
                + "&region=us-east-1",
            10,
            VersityGateway.CREDENTIALS);
    return new Rig(settings, SystemFigures.NO_LIMIT, Rig.stalling(Rig.SOON, STALL));
  }

  private static void register(Rig rig, SampleDatabase database, long place) throws Exception {
    rig.litestream.register(database.file(), Rig.place(place), Rig.LIMIT);
    rig.litestream.sync(database.file(), Rig.LIMIT);
  }

  /** Writes to both and has it uploaded, twice a second; says how often. */
  private static int uploadUntilReplaced(
      Rig rig, SampleDatabase a, SampleDatabase b, FreezingProxy proxy) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS);
    int uploads = 0;
    while (rig.litestream.generation(a.file()) == 1) {
      assertThat(System.nanoTime() - end)
          .as("too late; %s calls wait, %s", proxy.frozen(), rig.log.lines())
          .isNegative();
      a.add(uploads);
      b.add(uploads);
      uploads++;
      upload(rig, a);
      upload(rig, b);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
    }
    return uploads;
  }

  /** That of the file whose call never ends may fail, and both while it is being replaced. */
  private static void upload(Rig rig, SampleDatabase database) {
    try {
      rig.litestream.sync(database.file(), Duration.ofSeconds(1));
    } catch (ReplicatorException e) {
      // The generation tells whether it was replaced.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static void awaitMerged(Rig rig, int from, String file) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS);
    while (rig.log.lines().stream()
        .skip(from)
        .noneMatch(line -> line.contains("compaction complete") && line.contains(file))) {
      assertThat(System.nanoTime() - end).as("merging of " + file).isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }
}
