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
   * Told at most once, on the thread that found it, of the fault after which the store must be
   * closed. The writer takes nothing more. Must return at once.
   */
  void failed(StorageFault fault);
}
