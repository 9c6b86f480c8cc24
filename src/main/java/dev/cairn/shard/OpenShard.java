package dev.cairn.shard;

import dev.cairn.ShardId;
import dev.cairn.storage.ShardStore;
import dev.cairn.write.ShardWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open shard and how many requests have it on loan. Any thread, without locks.
 *
 * <p>While it is on loan it stays open: who wants to close it moves it to {@link
 * ShardState.Draining}, stops the lending, and waits for the last loan to end.
 */
final class OpenShard {

  /** Added to the count of loans once nothing is lent any more. */
  private static final int DRAINING = 1 << 30;

  private final ShardId id;
  private final ShardStore store;
  private final ShardWriter writer;
  private final AtomicInteger loans = new AtomicInteger();

  /** Replaced each time lending is stopped, before it is. */
  private volatile CompletableFuture<Void> returned = new CompletableFuture<>();

  /** When it was last lent; only compared with others, so late news do no harm. */
  private volatile long lastUsed;

  OpenShard(ShardId id, ShardStore store, ShardWriter writer, long now) {
    this.id = id;
    this.store = store;
    this.writer = writer;
    this.lastUsed = now;
  }

  ShardId id() {
    return id;
  }

  ShardStore store() {
    return store;
  }

  ShardWriter writer() {
    return writer;
  }

  /** In the ticker's nanoseconds. */
  long lastUsed() {
    return lastUsed;
  }

  /** Takes a loan, unless lending has stopped. */
  boolean lend(long now) {
    int before = loans.get();
    while (before < DRAINING) {
      if (loans.compareAndSet(before, before + 1)) {
        lastUsed = now;
        return true;
      }
      before = loans.get();
    }
    return false;
  }

  /**
   * Ends a loan.
   *
   * @return whether it was the last one
   */
  boolean giveBack() {
    int left = loans.decrementAndGet();
    if (left == DRAINING) {
      returned.complete(null);
    }
    return left == 0;
  }

  int loans() {
    return loans.get() & ~DRAINING;
  }

  boolean isIdle() {
    return loans.get() == 0;
  }

  /** Stops the lending if nothing is on loan; only who has moved the shard to draining. */
  boolean stopLendingIfIdle() {
    return loans.compareAndSet(0, DRAINING);
  }

  /**
   * Stops the lending. Only who has moved the shard to {@link ShardState.Draining} calls it.
   *
   * @return completed when the last loan has ended
   */
  CompletableFuture<Void> stopLending() {
    CompletableFuture<Void> last = new CompletableFuture<>();
    returned = last;
    if ((loans.getAndUpdate(count -> count | DRAINING) & ~DRAINING) == 0) {
      last.complete(null);
    }
    return last;
  }

  /** Lends again after all; before the shard's state says that it serves. */
  void lendAgain() {
    loans.getAndUpdate(count -> count & ~DRAINING);
  }
}
