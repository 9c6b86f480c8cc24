package dev.cairn.feed;

/** The thread that a merged feed is used on. Any thread may call it. */
public interface FeedLoop {

  /** Has a task run on the loop, later, in the order of the calls. Never throws. */
  void run(Runnable task);

  /**
   * Has a task run on the loop after a time.
   *
   * @return undoes it, if it has not run
   */
  Runnable after(long millis, Runnable task);
}
