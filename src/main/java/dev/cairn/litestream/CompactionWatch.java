package dev.cairn.litestream;

import dev.cairn.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Notices when a process merges nothing any more. It merges what it has uploaded of all files in
 * turn, every minute; a call to the store that never ends, which it allows a day, holds that up for
 * all of them, while uploads go on and no line says so. Any thread.
 *
 * <p>What it goes by: whoever asks for a sync learns of each upload, and within a minute or so the
 * process says of that file that it has been merged or could not be, which it also says while the
 * store refuses its calls. When it has said so of no file for long, although one waits for it, it
 * hangs. If uploads succeed meanwhile the store is there; if none does it may be the store that
 * hangs, and then a restart, which asks it for every file, had better wait.
 */
final class CompactionWatch {

  /** So long after an upload the store counts as being there. */
  static final Duration FRESH = Duration.ofSeconds(30);

  /** How many times as long is waited where the store may not be there. */
  static final int PATIENCE = 3;

  /** Messages of the process that show that it is at it. */
  private static final Set<String> SIGNS = Set.of("compaction complete", "compaction failed");

  private final Ticker ticker;

  /** Guarded by this, as are the fields below. By names of files, as the process has them. */
  private final Map<String, Uploads> files = new HashMap<>();

  private long lastUpload;
  private long lastSign;

  /** What was uploaded of a file. */
  private static final class Uploads {
    long transaction;
    boolean waiting;
    long waitingSince;
  }

  /** That of a process which has just been started. */
  CompactionWatch(Ticker ticker) {
    this.ticker = ticker;
    this.lastUpload = ticker.nanos() - FRESH.toNanos();
    this.lastSign = ticker.nanos();
  }

  /** Everything of a file up to a transaction is in the replica. */
  synchronized void uploaded(Path database, long transaction) {
    Uploads uploads = files.computeIfAbsent(name(database), any -> new Uploads());
    if (transaction > uploads.transaction) {
      uploads.transaction = transaction;
      lastUpload = ticker.nanos();
      if (!uploads.waiting) {
        uploads.waiting = true;
        uploads.waitingSince = lastUpload;
      }
    }
  }

  /** A file may not be registered any more: nothing of it is expected. */
  synchronized void letGo(Path database) {
    files.remove(name(database));
  }

  /** The process has said something: the members of a line of its log. */
  synchronized void heard(Map<String, String> line) {
    if (SIGNS.contains(line.getOrDefault("msg", ""))) {
      lastSign = ticker.nanos();
      Uploads uploads = files.get(line.getOrDefault("db", ""));
      if (uploads != null) {
        uploads.waiting = false;
      }
    }
  }

  /** Whether it has merged nothing for so long, or a good deal longer, although it should have. */
  synchronized boolean isStalled(Duration limit) {
    long now = ticker.nanos();
    boolean uploads = now - lastUpload < FRESH.toNanos();
    long patience = limit.toNanos() * (uploads ? 1 : PATIENCE);
    return now - lastSign >= patience
        && files.values().stream()
            .anyMatch(file -> file.waiting && now - file.waitingSince >= patience);
  }

  private static String name(Path database) {
    return String.valueOf(database.getFileName());
  }
}
