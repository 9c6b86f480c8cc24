package dev.cairn.write;

import dev.cairn.storage.StorageFault;

/** Whoever opened the store that a writer writes to, and closes it. */
public interface WriterOwner {

  /**
   * Asked before a commit that carries the shard over into another history, on the writer's turn;
   * may block. Once it has returned, the owner knows of that history for good.
   *
   * @param revision of the last unit of the commit
   * @throws dev.cairn.CairnException if the owner can't take note; then nothing is committed
   */
  void entersHistory(long revision);

  /**
   * Whether a write may begin at once. Asked on the writer's turn before each task that writes;
   * must be cheap.
   */
  default boolean isPrepared() {
    return true;
  }

  /**
   * Does what comes before the next write, where {@link #isPrepared} says that something does. On
   * the writer's turn; may block. Never throws: a write goes on whatever became of it.
   */
  default void prepare() {}

  /**
   * Told of each commit, before anyone who waits for it is, on the writer's turn. Must be quick and
   * never throw.
   *
   * @param revision the shard's, after it
   */
  default void committed(long revision) {}

  /**
   * Told at most once, on the thread that found it, of the fault after which the store must be
   * closed. The writer takes nothing more. Must return at once.
   */
  void failed(StorageFault fault);
}
