package dev.cairn.transaction;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of transactions: one that looks at the open ones now and then and never waits for the
 * disk, and few that end those whose requests don't. None of them lives while nothing is open.
 * Platform threads, since SQLite's calls would pin virtual ones. Their queues hold at most one task
 * for each open transaction. Any thread.
 */
final class TransactionTimer implements AutoCloseable {

  /** Between two looks at an open transaction: so much later than due one may end. */
  static final Duration LOOK = Duration.ofMillis(100);

  /** Threads that end transactions. */
  private static final int ENDERS = 2;

  /** How long an idle thread is kept. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private final ScheduledThreadPoolExecutor looks;
  private final ThreadPoolExecutor enders;
  private final ConcurrentHashMap<String, Future<?>> looked = new ConcurrentHashMap<>();

  TransactionTimer() {
    looks = new ScheduledThreadPoolExecutor(1, named("cairn-transactions-"));
    looks.setRemoveOnCancelPolicy(true);
    looks.setKeepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS);
    looks.allowCoreThreadTimeOut(true);
    enders =
        new ThreadPoolExecutor(
            ENDERS,
            ENDERS,
            KEEP_ALIVE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            named("cairn-transaction-ender-"));
    enders.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory named(String prefix) {
    return Thread.ofPlatform().name(prefix, 0).daemon(true).factory();
  }

  /**
   * Has a transaction looked at now and then until it is forgotten.
   *
   * @param look never blocks and never throws
   */
  void lookAfter(String id, Runnable look) {
    try {
      looked.put(
          id,
          looks.scheduleWithFixedDelay(
              look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException e) {
      // The service stops, and ends it.
    }
  }

  /** Looks no more at one that has ended. */
  void forget(String id) {
    Future<?> task = looked.remove(id);
    if (task != null) {
      task.cancel(false);
    }
  }

  /** Does a task that may block, on another thread. */
  void later(Runnable task) {
    try {
      enders.execute(task);
    } catch (RejectedExecutionException e) {
      task.run();
    }
  }

  /** Lets what is queued end; looks at nothing more. Does not wait. */
  @Override
  public void close() {
    looks.shutdownNow();
    enders.shutdown();
  }
}
