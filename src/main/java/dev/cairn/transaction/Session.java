package dev.cairn.transaction;

import dev.cairn.Outcome;

/** What a transaction has of its shard. Any thread, one call at a time, {@link #tick} apart. */
interface Session extends Steps {

  /** Whether a fault has ended it. */
  boolean isOver();

  /** Ends it. The shard's revision afterwards; or what became of it. */
  Outcome<Long> commit();

  /** Ends it and undoes everything; does nothing if it is over. */
  void rollBack();

  /**
   * Called now and then while it is open, on one thread.
   *
   * @param now by the ticker, in nanoseconds
   */
  void tick(long now);
}
