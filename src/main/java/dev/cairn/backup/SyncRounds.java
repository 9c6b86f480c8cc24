package dev.cairn.backup;

import dev.cairn.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the replicator whether what was committed is in the replica: of each shard one call at a
 * time, which answers for everything that was committed before it began. Any thread; what asks runs
 * on threads of its own.
 */
final class SyncRounds {

  private static final System.Logger LOG = System.getLogger(SyncRounds.class.getName());

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

  /** A shard that the replicator has now, as its phase says. */
  private record Copied(ShardBackup backup, Path database, Phase.Hot hot) {}

  private @Nullable Copied copied(ShardBackup backup) {
    Path database = backup.database();
    return database != null
            && backup.phase() instanceof Phase.Hot hot
            && hot.generation() == replicator.generation(database)
        ? new Copied(backup, database, hot)
        : null;
  }

  /** Begins a call for a hot shard, unless one is under way. */
  void begin(ShardBackup backup) {
    Copied copied = copied(backup);
    if (copied != null && backup.tryBeginSync()) {
      try {
        threads.execute(() -> run(copied));
      } catch (RejectedExecutionException e) {
        // The service ends, and nobody waits any more.
        backup.endSync();
      }
    }
  }

  /**
   * Asks about every hot shard whose writes may not all be in the replica, whatever is under way,
   * and waits for the answers, for no longer than one call may take. For the end of the service:
   * what the replicator was given last it may not have looked at, and then it would not copy it as
   * it ends.
   */
  void last(Collection<ShardBackup> backups) {
    List<CompletableFuture<?>> asked = new ArrayList<>();
    for (ShardBackup backup : backups) {
      Copied copied = copied(backup);
      if (copied != null && backup.coverage().isBehind()) {
        asked.add(CompletableFuture.runAsync(() -> callInTurn(copied), threads));
      }
    }
    try {
      CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
          .get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "Not every shard's last writes could be asked about.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Copied copied) {
    ShardBackup backup = copied.backup();
    boolean covered = false;
    try {
      covered = callInTurn(copied);
    } finally {
      backup.endSync();
    }
    // Who came while it ran is served at once; after a failure the next round tries again.
    if (covered && backup.coverage().isAwaited()) {
      begin(backup);
    }
  }

  private boolean callInTurn(Copied copied) {
    calls.acquireUninterruptibly();
    try {
      return call(copied.backup(), copied.database(), copied.hot());
    } finally {
      calls.release();
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
