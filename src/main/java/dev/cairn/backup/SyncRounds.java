package dev.cairn.backup;

import dev.cairn.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Asks the replicator whether what was committed is in the replica: of each shard one call at a
 * time, which answers for everything that was committed before it began. Any thread; what asks runs
 * on threads of its own.
 */
final class SyncRounds {

  /** Most calls at a time; further ones wait. */
  static final int CALLS = 64;

  private final Replicator replicator;
  private final Uploads uploads;
  private final Duration limit;
  private final Ticker ticker;
  private final Executor threads;
  private final Consumer<ShardBackup> onLoss;
  private final Semaphore calls = new Semaphore(CALLS);

  /**
   * @param threads run calls that wait; a thread for each
   * @param onLoss told of a shard whose epoch can't be gone on with
   */
  SyncRounds(
      Replicator replicator,
      Uploads uploads,
      Duration limit,
      Ticker ticker,
      Executor threads,
      Consumer<ShardBackup> onLoss) {
    this.replicator = replicator;
    this.uploads = uploads;
    this.limit = limit;
    this.ticker = ticker;
    this.threads = threads;
    this.onLoss = onLoss;
  }

  /** Begins a call for a hot shard, unless one is under way. */
  void begin(ShardBackup backup) {
    Path database = backup.database();
    if (database != null
        && backup.phase() instanceof Phase.Hot hot
        && hot.generation() == replicator.generation(database)
        && backup.tryBeginSync()) {
      try {
        threads.execute(() -> run(backup, database, hot));
      } catch (RejectedExecutionException e) {
        // The service ends, and nobody waits any more.
        backup.endSync();
      }
    }
  }

  private void run(ShardBackup backup, Path database, Phase.Hot hot) {
    boolean covered = false;
    calls.acquireUninterruptibly();
    try {
      covered = call(backup, database, hot);
    } finally {
      calls.release();
      backup.endSync();
    }
    // Who came while it ran is served at once; after a failure the next round tries again.
    if (covered && backup.coverage().isAwaited()) {
      begin(backup);
    }
  }

  private boolean call(ShardBackup backup, Path database, Phase.Hot hot) {
    long now = ticker.nanos();
    backup.syncBegan(now);
    Coverage.Mark mark = backup.coverage().mark(now);
    try {
      long transaction = replicator.sync(database, limit);
      if (!hot.equals(backup.phase())) {
        // It went over into another epoch meanwhile: which one was meant is open.
        return true;
      }
      uploads.reached(backup, transaction);
      backup.coverage().covered(mark);
      backup.syncSucceeded();
      return true;
    } catch (ReplicatorException e) {
      // One that was started since knows no file yet, and is given them by and by.
      if (hot.equals(backup.phase()) && hot.generation() == replicator.generation(database)) {
        failed(backup, e);
      }
      return false;
    }
  }

  private void failed(ShardBackup backup, ReplicatorException failure) {
    String why = failure.reason();
    switch (failure.kind()) {
      case LOST -> {
        backup.lose(why);
        onLoss.accept(backup);
      }
      case FAILING, UNKNOWN, DOWN -> backup.syncFailed(why);
    }
  }
}
