package dev.cairn.write;

import java.util.concurrent.Executor;

/**
 * The threads that the writers of all shards share. Those that hardly wait want no more threads
 * than there are processors: then writes gather in groups while others have theirs. Those that wait
 * for the disk want many.
 *
 * <p>Any thread.
 */
public interface WriterThreads {

  /**
   * Runs a task later.
   *
   * @param waits whether it waits for the disk
   * @throws java.util.concurrent.RejectedExecutionException after the end
   */
  void execute(Runnable task, boolean waits);

  /** Whether tasks wait for a thread of those that hardly wait; it may be otherwise at once. */
  boolean othersWait();

  /** One executor for all. */
  static WriterThreads of(Executor executor) {
    return new WriterThreads() {
      @Override
      public void execute(Runnable task, boolean waits) {
        executor.execute(task);
      }

      @Override
      public boolean othersWait() {
        return false;
      }
    };
  }
}
