package dev.cairn.sqlite;

import dev.cairn.Ticker;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Moves the write-ahead log of an open shard into its file when it has grown large or old. Only
 * this and the close of the file do so. On the writer's turn.
 */
final class Checkpointer {

  /** How long after a reader was in the way the next attempt may come. */
  static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final String CHECKPOINT = "pragma wal_checkpoint(truncate)";

  private final KeptConnection writer;
  private final DatabasePath path;
  private final SqliteSettings settings;
  private final Ticker ticker;
  private final long maxAgeNanos;

  /** Whether a commit is only in the log, and since when. */
  private boolean behind;

  private long behindSince;
  private boolean waiting;
  private long waitingSince;

  /** A log that an earlier process left counts from now on. */
  Checkpointer(KeptConnection writer, DatabasePath path, SqliteSettings settings, Ticker ticker) {
    this.writer = writer;
    this.path = path;
    this.settings = settings;
    this.ticker = ticker;
    this.maxAgeNanos = TimeUnit.MILLISECONDS.toNanos(settings.checkpointMillis());
    if (walBytes() > 0) {
      committed();
    }
  }

  /** Something was committed. */
  void committed() {
    if (!behind) {
      behind = true;
      behindSince = ticker.nanos();
    }
  }

  /** Size of the log; 0 if there is none. Any thread. */
  long walBytes() {
    return path.wal().toFile().length();
  }

  /** Moves the log into the file if it is due and no reader is in the way. */
  void runIfDue() throws SQLException {
    if (!behind) {
      return;
    }
    long now = ticker.nanos();
    if (waiting && now - waitingSince < RETRY_NANOS) {
      return;
    }
    if (now - behindSince >= maxAgeNanos || walBytes() >= settings.checkpointBytes()) {
      waiting = !run();
      waitingSince = now;
    }
  }

  /**
   * Moves the log into the file and empties it, without waiting for anyone.
   *
   * @return false if a reader kept some of it from being moved
   */
  boolean run() throws SQLException {
    boolean whole;
    writer.once("pragma busy_timeout=0");
    try {
      whole = writer.number(CHECKPOINT) == 0;
    } finally {
      writer.once("pragma busy_timeout=" + settings.busyTimeoutMillis());
    }
    if (whole) {
      behind = false;
      waiting = false;
    }
    return whole;
  }
}
