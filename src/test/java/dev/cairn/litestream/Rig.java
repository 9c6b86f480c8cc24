package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Ticker;
import dev.cairn.backup.EpochName;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A Litestream in a directory of its own, with a replica beside it. One thread. */
final class Rig implements AutoCloseable {

  /** Far longer than any call takes. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** Patient, but it starts again soon. */
  static final Timing SOON =
      timing(
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofMillis(20));

  /** Patient, and it does not start again. */
  static final Timing NEVER =
      timing(
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofDays(1));

  final Path directory;
  final RecordedLog log = new RecordedLog(System.Logger.Level.DEBUG);
  final Litestream litestream;

  private final LitestreamSettings settings;

  /** One that runs, below a directory. */
  Rig(Path parent, Timing timing) throws InterruptedException {
    this(settings(parent, binary(), 10), SystemFigures.NO_LIMIT, timing);
  }

  /** One that was started; whether it runs is for the test to see. */
  Rig(LitestreamSettings settings, long openFileLimit, Timing timing) throws InterruptedException {
    this.directory = settings.directory();
    this.settings = settings;
    this.litestream =
        new Litestream(settings, openFileLimit, timing, Ticker.SYSTEM, new Random(), log);
    litestream.start();
  }

  /** The same, but for how long it may merge nothing. */
  static Timing stalling(Timing timing, Duration stall) {
    return new Timing(
        timing.start(),
        timing.checkEvery(),
        timing.checkLimit(),
        timing.missedChecks(),
        stall,
        timing.stop(),
        timing.kill(),
        timing.orphan(),
        timing.firstWait(),
        timing.longestWait(),
        timing.stable());
  }

  /** Times of which a test says those that it is about. */
  static Timing timing(Duration checkEvery, Duration checkLimit, Duration stop, Duration wait) {
    return new Timing(
        Duration.ofSeconds(60),
        checkEvery,
        checkLimit,
        3,
        Duration.ofMinutes(5),
        stop,
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        wait,
        wait,
        Duration.ofMinutes(1));
  }

  /** Settings for everything below a directory. */
  static LitestreamSettings settings(Path parent, String binary, int files) {
    return new LitestreamSettings(
        binary,
        parent.resolve("run"),
        parent.resolve("replica").toUri().toString(),
        files,
        Map.of());
  }

  /** The real program. */
  static String binary() {
    Path binary = Path.of("target", "litestream", "litestream").toAbsolutePath();
    if (!Files.isExecutable(binary)) {
      throw new AssertionError("There is no " + binary + "; run litestream/install");
    }
    return binary.toString();
  }

  /** A place in the replica; the same number is the same place. */
  static ReplicaPlace place(long number) {
    return new ReplicaPlace("sample", new EpochName(number, 1_790_000_000_000L));
  }

  /** How a call fails. */
  static ReplicatorException failure(ThrowingCallable call) {
    return catchThrowableOfType(ReplicatorException.class, call);
  }

  /** The number of its only process. */
  long pid() throws IOException {
    assertThat(Processes.remembered(directory)).hasSize(1);
    return Processes.remembered(directory).getFirst();
  }

  /** Brings back what lies at a place, to a fresh file. */
  Path restore(ReplicaPlace place, Path file) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                binary(),
                "restore",
                "-o",
                file.toString(),
                new ReplicaUrl(settings.replica()).of(place.path()))
            .redirectErrorStream(true);
    Configuration.apply(builder.environment(), settings);
    Process restore = builder.start();
    String output = new String(restore.getInputStream().readAllBytes(), UTF_8);
    assertThat(restore.waitFor()).as(output).isZero();
    return file;
  }

  @Override
  public void close() {
    litestream.close();
  }
}
