package dev.cairn.sqlite;

import dev.cairn.Ticker;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Moves the write-ahead log of an open shard into its file when it has grown large or old. Only
 * this and the close of the file do so. On the writer's turn.
 *
 * <p>A large log is moved and then written again from its beginning: to cut it off and let it grow
 * anew costs a quarter of what a write does. An old one, which nobody adds to, is cut off. So the
 * length of the log bounds what is in it, and what is in it is looked up where the length does not
 * tell.
 */
final class Checkpointer {

  /** How long after a reader was in the way the next attempt may come. */
  static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** Commits after which length and fill of the log are looked up. */
  static final int COMMITS_UNSEEN = 16;

  /** The same by what was written, as a part of the size of a large log. */
  private static final int PART_UNSEEN = 8;

  /** A log this many times as large as one that is moved is cut off as soon as nobody reads it. */
  private static final int FAR_TOO_LARGE = 2;

  /** Bytes of the head that each page has in the log, https://sqlite.org/walformat.html. */
  private static final int FRAME_HEAD_BYTES = 24;

  private static final String FILL = "pragma wal_checkpoint(noop)";
  private static final String MOVE = "pragma wal_checkpoint(passive)";
  private static final String MOVE_AND_CUT_OFF = "pragma wal_checkpoint(truncate)";

  private final KeptConnection writer;
  private final DatabasePath path;
  private final SqliteSettings settings;
  private final Ticker ticker;
  private final long maxAgeNanos;

  /** What is to be done to the log. */
  private enum Step {
    NOTHING,
    MOVE,
    MOVE_AND_CUT_OFF
  }

  private Step due = Step.NOTHING;

  /** Whether the log holds a commit that may be nowhere else, or has not been cut off since. */
  private boolean behind;

  private long behindSince;
  private boolean waiting;
  private long waitingSince;
  private long frameBytes;

  /** Whether somebody else moves the log: then nothing is ever due. */
  private boolean left;

  /** Commits, and bytes of theirs, since the fill of the log was last looked up. */
  private int unseenCommits;

  private long unseenBytes;

  /** A log that an earlier process left counts from now on. */
  Checkpointer(KeptConnection writer, DatabasePath path, SqliteSettings settings, Ticker ticker) {
    this.writer = writer;
    this.path = path;
    this.settings = settings;
    this.ticker = ticker;
    this.maxAgeNanos = TimeUnit.MILLISECONDS.toNanos(settings.checkpointMillis());
    long left = walBytes();
    if (left > 0) {
      committed(left);
    }
  }

  /**
   * Something was committed.
   *
   * @param bytes about how many
   */
  void committed(long bytes) {
    unseenCommits++;
    unseenBytes += bytes;
    if (!behind) {
      behind = true;
      behindSince = ticker.nanos();
    }
  }

  /** Leaves the log to somebody else, from now on. */
  void leave() {
    left = true;
    due = Step.NOTHING;
  }

  /** Looks after the log again; whatever is in it counts from now on. */
  void takeBack() {
    left = false;
    behind = true;
    behindSince = ticker.nanos();
  }

  /** Size of the log; 0 if there is none. Any thread. */
  long walBytes() {
    return path.wal().toFile().length();
  }

  /** Whether {@link #runIfDue} has something to do. */
  boolean isDue() throws SQLException {
    if (left) {
      return false;
    }
    if (due == Step.NOTHING && behind) {
      due = next(ticker.nanos());
    }
    return due != Step.NOTHING;
  }

  private Step next(long now) throws SQLException {
    if (waiting && now - waitingSince < RETRY_NANOS) {
      return Step.NOTHING;
    }
    if (now - behindSince >= maxAgeNanos) {
      return Step.MOVE_AND_CUT_OFF;
    }
    boolean unseen =
        unseenCommits >= COMMITS_UNSEEN || unseenBytes >= settings.checkpointBytes() / PART_UNSEEN;
    if (!unseen && !waiting) {
      return Step.NOTHING;
    }
    unseenCommits = 0;
    unseenBytes = 0;
    long length = walBytes();
    if (length >= FAR_TOO_LARGE * settings.checkpointBytes()) {
      return Step.MOVE_AND_CUT_OFF;
    }
    return length >= settings.checkpointBytes() && isFull() ? Step.MOVE : Step.NOTHING;
  }

  private boolean isFull() throws SQLException {
    if (frameBytes == 0) {
      frameBytes = writer.number("pragma page_size") + FRAME_HEAD_BYTES;
    }
    return log(FILL).pages() * frameBytes >= settings.checkpointBytes();
  }

  /** Moves the log into the file if it is due and no reader is in the way. */
  void runIfDue() throws SQLException {
    if (!isDue()) {
      return;
    }
    Step step = due;
    due = Step.NOTHING;
    long now = ticker.nanos();
    boolean whole = step == Step.MOVE ? moveAndKeep() : run();
    waiting = !whole;
    waitingSince = now;
    if (whole) {
      behindSince = now;
    }
  }

  /** Moves the log into the file; the next commit overwrites it unless somebody still reads it. */
  private boolean moveAndKeep() throws SQLException {
    Log log = log(MOVE);
    return log.moved() == log.pages();
  }

  private Log log(String sql) throws SQLException {
    Log log =
        writer
            .direct(sql)
            .first(null, (db, row) -> new Log(db.column_int(row, 1), db.column_int(row, 2)));
    if (log == null) {
      throw new SQLException("SQLite told nothing of the log");
    }
    return log;
  }

  /** Pages that are in the log, and how many of them are in the file too. */
  private record Log(long pages, long moved) {}

  /** As {@link #run}, as the store is closed: unless the log is somebody else's, or is empty. */
  void runAtLast() throws SQLException {
    if (!left && walBytes() > 0) {
      run();
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
      whole = writer.number(MOVE_AND_CUT_OFF) == 0;
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
