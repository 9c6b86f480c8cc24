package dev.cairn.cli;

import dev.cairn.Ticker;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a command is: a bar with rate and remaining time on a terminal, a line every few
 * seconds elsewhere, nothing if asked to be quiet. Any thread.
 */
final class Progress implements AutoCloseable {

  /** How it is shown. */
  enum Mode {
    BAR,
    LINES,
    QUIET
  }

  /** Time between lines, in nanoseconds. */
  static final long LINE_EVERY_NANOS = 5_000_000_000L;

  private static final int BAR_WIDTH = 100;
  private static final int BAR_UPDATE_MILLIS = 200;
  private static final long MIB = 1024 * 1024;

  private final String task;
  private final PrintWriter err;
  private final Mode mode;
  private final Ticker ticker;
  private final long startedAt;
  private final long totalBytes;
  private final @Nullable ProgressBar bar;
  private long linedAt;

  /**
   * @param task what is going on, in a word or two
   * @param totalBytes what there is to do, or negative if nobody knows
   */
  Progress(String task, long totalBytes, PrintWriter err, Mode mode, Ticker ticker) {
    this.task = task;
    this.totalBytes = totalBytes;
    this.err = err;
    this.mode = mode;
    this.ticker = ticker;
    this.startedAt = ticker.nanos();
    this.linedAt = startedAt;
    this.bar = mode == Mode.BAR ? bar(task, totalBytes, err) : null;
  }

  static Mode mode(boolean quiet, boolean terminal) {
    if (quiet) {
      return Mode.QUIET;
    }
    return terminal ? Mode.BAR : Mode.LINES;
  }

  private static ProgressBar bar(String task, long totalBytes, PrintWriter err) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(totalBytes)
        .setUnit(" MiB", MIB)
        .setSpeedUnit(ChronoUnit.SECONDS)
        .showSpeed()
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(BAR_UPDATE_MILLIS)
        .setConsumer(
            new DelegatingProgressBarConsumer(
                text -> {
                  err.print("\r" + text);
                  err.flush();
                },
                BAR_WIDTH))
        .build();
  }

  /** Shows that so many bytes and items are done. */
  synchronized void at(long bytes, long items) {
    if (bar != null) {
      bar.stepTo(bytes);
      bar.setExtraMessage(" " + items + " items");
    } else if (mode == Mode.LINES && ticker.nanos() - linedAt >= LINE_EVERY_NANOS) {
      linedAt = ticker.nanos();
      err.println(line(bytes, items));
      err.flush();
    }
  }

  private String line(long bytes, long items) {
    double seconds = seconds();
    String line =
        String.format(
            Locale.ROOT,
            "%s: %d items, %.1f MiB, %.0f items/s",
            task,
            items,
            (double) bytes / MIB,
            items / seconds);
    if (totalBytes <= 0 || bytes <= 0) {
      return line;
    }
    return line
        + String.format(
            Locale.ROOT,
            ", %d %%, %.0f s left",
            100 * bytes / totalBytes,
            seconds * (totalBytes - bytes) / bytes);
  }

  /** Prints a message of its own line, even when quiet. */
  synchronized void say(String message) {
    err.println((mode == Mode.BAR ? "\r" : "") + message);
    err.flush();
  }

  /** Seconds since the beginning, never 0. */
  double seconds() {
    return Math.max(1, ticker.nanos() - startedAt) / 1e9;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      err.println();
      err.flush();
    }
  }
}
