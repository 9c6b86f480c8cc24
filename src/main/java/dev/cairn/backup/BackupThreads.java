package dev.cairn.backup;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the backup. Steps run on a few platform threads, since SQLite's calls would pin
 * virtual ones; their queue holds at most one task for each shard that is open or hot. Calls that
 * only wait for the replicator have a virtual thread each; as many as there are hot shards at most.
 */
final class BackupThreads implements AutoCloseable {

  /** Threads that take steps: so many slow ones hold up no other. */
  static final int STEPPERS = 4;

  private static final System.Logger LOG = System.getLogger(BackupThreads.class.getName());

  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(named("cairn-backup-round-"));
  private final ScheduledExecutorService keeping =
      Executors.newSingleThreadScheduledExecutor(named("cairn-backup-keeping-"));
  private final ScheduledExecutorService drilling =
      Executors.newSingleThreadScheduledExecutor(named("cairn-backup-drill-"));
  private final ExecutorService steps =
      Executors.newFixedThreadPool(STEPPERS, named("cairn-backup-"));
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("cairn-sync-", 0).factory());

  /** Makes threads that don't keep the process. */
  static ThreadFactory named(String prefix) {
    return Thread.ofPlatform().name(prefix, 0).daemon(true).factory();
  }

  Executor steps() {
    return steps;
  }

  Executor calls() {
    return calls;
  }

  /** Runs a task again and again, one at a time; one that throws is logged and comes again. */
  void everyRound(Runnable task, long millis) {
    repeat(rounds, task, millis);
  }

  /** As {@link #everyRound}, for a task that may take long and holds up no round. */
  void everyWhile(Runnable task, long millis) {
    repeat(keeping, task, millis);
  }

  /** As {@link #everyWhile}, for restoring shards for a trial, which may take minutes. */
  void everyDrill(Runnable task, long millis) {
    repeat(drilling, task, millis);
  }

  /** As {@link #everyRound}, on a thread that is the caller's. */
  static void repeat(ScheduledExecutorService thread, Runnable task, long millis) {
    var unused =
        thread.scheduleWithFixedDelay(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "A round of the backup failed.", e);
              }
            },
            millis,
            millis,
            TimeUnit.MILLISECONDS);
  }

  /** Repeats nothing any more. Does not wait for what runs. */
  void endRounds() {
    rounds.shutdownNow();
    keeping.shutdownNow();
    drilling.shutdownNow();
  }

  /** Takes nothing more. Does not wait for what runs. */
  @Override
  public void close() {
    endRounds();
    steps.shutdownNow();
    calls.shutdown();
  }
}
