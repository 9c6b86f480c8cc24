package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.Ticker;
import dev.cairn.backup.ReplicatorException;
import dev.cairn.replica.VersityGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Litestream as we configure it, with its times cut down to seconds: every transaction that was
 * ever uploaded stays a point of its own through idle times, full copies, merging and outages.
 * Litestream's own ways of keeping would take them: that is tried too, so that these tests are
 * known to see it.
 */
@Execution(ExecutionMode.CONCURRENT) // it waits more than it computes
class FinePointsIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String LINE_END = "\n";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  private Path temporary;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Long> transactions = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // set before each test
  private VersityGateway gateway;

  @SuppressWarnings("NullAway.Init") // set when the test begins
  private Process process;

  @BeforeEach
  void build() {
    gateway = VersityGateway.start(temporary.resolve("gateway"));
  }

  @AfterEach
  void tearDown() throws InterruptedException {
    process.destroyForcibly().waitFor();
    gateway.close();
    timer.shutdownNow();
  }

  private String replica() {
    return gateway.url("fine");
  }

  private LitestreamSettings settings() {
    return new LitestreamSettings(
        Rig.binary(), temporary, replica(), 1, VersityGateway.CREDENTIALS);
  }

  /** Starts it with our configuration, but for the times in it. */
  private Control start(boolean keepsItself) throws IOException {
    Path socket = temporary.resolve("s");
    String text =
        Configuration.text(socket)
            .replace("interval: 1m", "interval: 1s")
            .replace("interval: 24h", "interval: 2s")
            .replace("retention: 720h", "retention: 2s")
            .replace("l0-retention: 1h", "l0-retention: 1s")
            .replace("check-interval: 24h", "check-interval: 1s");
    assertThat(text).doesNotContain("24h", "720h");
    Path file = temporary.resolve("configuration.yml");
    Files.writeString(
        file, keepsItself ? text.replace("enabled: false", "enabled: true") : text, UTF_8);
    ProcessBuilder builder =
        new ProcessBuilder(Rig.binary(), "replicate", "-config", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    Configuration.apply(builder.environment(), settings());
    process = builder.start();
    Control control =
        new Control(
            new ControlSocket(socket, timer),
            new Secrets(settings(), System.getenv()),
            new CompactionWatch(Ticker.SYSTEM));
    Eventually.holds("it takes calls", () -> control.isAnsweredBy(process.pid(), LIMIT));
    return control;
  }

  private Path log() {
    return temporary.resolve("log");
  }

  /** How often it has said so since it started. */
  private long said(String message) {
    try {
      return Files.readString(log()).lines().filter(line -> line.contains(message)).count();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitSaid(String message, int more) {
    long before = said(message);
    Eventually.holds(message + ", " + more + " times more", () -> said(message) >= before + more);
  }

  private void addOne(Control control, SampleDatabase database)
      throws ReplicatorException, java.sql.SQLException {
    database.add(transactions.size());
    transactions.add(control.sync(database.file(), LIMIT));
  }

  /** Writes, idle times and full copies in turn. */
  private void writeOverIdleTimes(Control control, SampleDatabase database) throws Exception {
    control.register(database.file(), place(), LIMIT);
    for (int i = 0; i < 2; i++) {
      addOne(control, database);
      addOne(control, database);
      awaitSaid("compaction complete", 1);
      addOne(control, database);
      awaitSaid("snapshot complete", 1);
      // What is older than all its times by now it may delete, if it does.
      long began = System.nanoTime();
      Eventually.holds(
          "an idle time", () -> System.nanoTime() - began > TimeUnit.SECONDS.toNanos(4));
    }
    addOne(control, database);
    awaitSaid("compaction complete", 1);
    awaitSaid("l0 retention enforced", 1);
  }

  private String place() {
    return new ReplicaUrl(replica()).of(Rig.place(1).path());
  }

  /** How many of the states after each write can be restored, and hold just what they should. */
  private int restorable() throws Exception {
    int restorable = 0;
    for (int i = 0; i < transactions.size(); i++) {
      Path file = temporary.resolve("restored-" + i + ".sqlite");
      ProcessBuilder builder =
          new ProcessBuilder(
                  Rig.binary(),
                  "restore",
                  "-o",
                  file.toString(),
                  "-txid",
                  String.format("%016x", transactions.get(i)),
                  place())
              .redirectErrorStream(true);
      Configuration.apply(builder.environment(), settings());
      Process restore = builder.start();
      String said = new String(restore.getInputStream().readAllBytes(), UTF_8);
      if (restore.waitFor() == 0) {
        assertThat(SampleDatabase.numbers(file)).as(said + LINE_END).hasSize(i + 1);
        restorable++;
      }
    }
    return restorable;
  }

  @Test
  void everyPointStaysThroughIdleTimesAndFullCopies() throws Exception {
    try (SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      writeOverIdleTimes(start(false), database);

      assertThat(restorable()).isEqualTo(transactions.size());
    }
  }

  @Test
  void itsOwnWayOfKeepingWouldTakePoints() throws Exception {
    try (SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      writeOverIdleTimes(start(true), database);

      assertThat(restorable()).isLessThan(transactions.size());
    }
  }

  @Test
  void pointsThatWereMadeWhileTheStoreWasAwayStay() throws Exception {
    try (SampleDatabase database = new SampleDatabase(temporary.resolve("a.sqlite"))) {
      Control control = start(false);
      control.register(database.file(), place(), LIMIT);
      addOne(control, database);
      gateway.kill();
      int made = 0;
      for (; made < 3; made++) {
        database.add(1 + made);
        // Each is a transaction of its own in Litestream's notes once it has seen it.
        long before = localTransaction(control, database);
        Eventually.holds(
            "it has seen the write", () -> localTransaction(control, database) > before);
        transactions.add(localTransaction(control, database));
      }
      gateway.startAgain();
      Eventually.holds("it is uploaded", () -> isSynced(control, database));
      awaitSaid("compaction complete", 1);
      addOne(control, database);
      awaitSaid("compaction complete", 1);

      assertThat(restorable()).isEqualTo(transactions.size());
    }
  }

  private static boolean isSynced(Control control, SampleDatabase database) {
    try {
      return control.sync(database.file(), LIMIT) > 0;
    } catch (ReplicatorException e) {
      return false;
    }
  }

  /** The last transaction in its notes. */
  private long localTransaction(Control control, SampleDatabase database) {
    assertThat(control.isAnsweredBy(process.pid(), LIMIT)).isTrue();
    Path notes = database.file().resolveSibling(".a.sqlite-litestream").resolve("ltx/0");
    String[] names = notes.toFile().list();
    long last = 0;
    for (String name : names == null ? new String[0] : names) {
      if (name.endsWith(".ltx")) {
        last = Math.max(last, Long.parseLong(name.substring(17, 33), 16));
      }
    }
    return last;
  }
}
