package dev.cairn.litestream;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One process from its start to its end. Any thread, but one that ends it. */
final class Run {

  private static final System.Logger LOG = System.getLogger(Run.class.getName());

  private final Process process;
  private final Control control;
  private final CompactionWatch watch;
  private final RunDirectory files;
  private final ProcessRecords records;
  private final Thread outputReader;
  private final Timing timing;

  Run(
      Process process,
      Control control,
      CompactionWatch watch,
      RunDirectory files,
      ProcessRecords records,
      Thread outputReader,
      Timing timing) {
    this.process = process;
    this.control = control;
    this.watch = watch;
    this.files = files;
    this.records = records;
    this.outputReader = outputReader;
    this.timing = timing;
  }

  long pid() {
    return process.pid();
  }

  /** The calls that it takes. */
  Control control() {
    return control;
  }

  /** Completes when the process has ended. */
  CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** Whether it, and nobody else, answers over its socket within a limit. */
  boolean answers(Duration limit) {
    return control.isAnsweredBy(process.pid(), limit);
  }

  /** Whether it has merged nothing for so long although it should have. */
  boolean isStalled(Duration limit) {
    return watch.isStalled(limit);
  }

  /** Remembers what the process really runs: not what was started, if that is a script. */
  void recordProgram() throws IOException {
    String program = process.info().command().orElse("");
    if (!program.isEmpty()) {
      records.add(process.toHandle(), program);
    }
  }

  /** Waits until everything that the process said was read, but no longer than it takes to read. */
  void awaitOutput() throws InterruptedException {
    outputReader.join(timing.kill());
  }

  /**
   * How the process ended.
   *
   * @throws IllegalThreadStateException if it has not
   */
  int exitCode() {
    return process.exitValue();
  }

  /** Asks the process to end and waits for that, for a limited time. */
  void stop() {
    process.destroy();
    if (!hasEnded(timing.stop())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Litestream did not end within {0} s and is killed",
          timing.stop().toSeconds());
    }
  }

  /** Kills the process unless it has ended, and clears up after it. To be called once. */
  void kill() {
    process.destroyForcibly();
    try {
      if (hasEnded(timing.kill())) {
        records.remove(process.pid());
      } else {
        records.disown(process.pid());
      }
      files.delete();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Files of Litestream are left behind", e);
    }
  }

  private boolean hasEnded(Duration limit) {
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
