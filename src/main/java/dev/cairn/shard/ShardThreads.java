package dev.cairn.shard;

import dev.cairn.write.WriterPools;
import dev.cairn.write.WriterThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the registry: platform threads, since SQLite's calls would pin virtual ones. Their
 * queues need no bound of their own: each holds at most one task for each open, opening or closing
 * shard.
 */
final class ShardThreads implements AutoCloseable {

  /** Threads that check shards which come out of quarantine. */
  static final int CHECKERS = 2;

  /** Threads that close shards after faults, after idle times and at the end. */
  static final int CLOSERS = 4;

  /** How long an idle thread is kept. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  private final WriterPools writers;
  private final ThreadPoolExecutor openers;
  private final ThreadPoolExecutor checkers;
  private final ThreadPoolExecutor closers;
  private final ScheduledExecutorService sweeper;

  ShardThreads(ShardSettings settings) {
    writers = new WriterPools(settings.writerThreads(), settings.diskWriterThreads());
    openers = pool("cairn-opener-", settings.openerThreads());
    checkers = pool("cairn-checker-", CHECKERS);
    closers = pool("cairn-closer-", CLOSERS);
    sweeper = Executors.newSingleThreadScheduledExecutor(named("cairn-sweeper-"));
  }

  private static ThreadPoolExecutor pool(String prefix, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            KEEP_ALIVE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            named(prefix));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory named(String prefix) {
    return Thread.ofPlatform().name(prefix, 0).daemon(true).factory();
  }

  WriterThreads writers() {
    return writers;
  }

  ThreadPoolExecutor openers() {
    return openers;
  }

  ThreadPoolExecutor checkers() {
    return checkers;
  }

  ThreadPoolExecutor closers() {
    return closers;
  }

  ScheduledExecutorService sweeper() {
    return sweeper;
  }

  /** Lets what is queued end; takes nothing more. Does not wait. */
  @Override
  public void close() {
    sweeper.shutdownNow();
    openers.shutdown();
    checkers.shutdown();
    closers.shutdown();
    writers.close();
  }
}
