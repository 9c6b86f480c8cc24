package dev.cairn.write;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the writers of a node: platform threads, since SQLite's calls would pin virtual
 * ones. The queues need no bound of their own: they hold at most one task for each open shard. Any
 * thread.
 */
public final class WriterPools implements WriterThreads, AutoCloseable {

  /** How long an idle thread is kept. */
  private static final long KEEP_ALIVE_SECONDS = 30;

  private final ThreadPoolExecutor brief;
  private final ThreadPoolExecutor waiting;

  /**
   * Pools of threads that are started when they are first needed.
   *
   * @param brief threads for tasks that hardly wait, from 1
   * @param waiting threads for tasks that wait for the disk, from 1
   */
  public WriterPools(int brief, int waiting) {
    this.brief = pool("cairn-writer-", brief);
    this.waiting = pool("cairn-disk-writer-", waiting);
  }

  private static ThreadPoolExecutor pool(String prefix, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name(prefix, 0).daemon(true).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void execute(Runnable task, boolean waits) {
    (waits ? waiting : brief).execute(task);
  }

  @Override
  public boolean othersWait() {
    return !brief.getQueue().isEmpty();
  }

  /** Lets what is queued end; takes nothing more. Does not wait. */
  @Override
  public void close() {
    brief.shutdown();
    waiting.shutdown();
  }
}
