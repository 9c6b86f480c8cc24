package dev.cairn.transaction;

import dev.cairn.ShardId;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How transactions ended: of the newest each by itself, of all of them how many. Any thread; {@code
 * lock} guards the map.
 */
final class EndedTransactions {

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, Ended> newest = new LinkedHashMap<>();
  private final int remembered;
  private final LongAdder committed = new LongAdder();
  private final LongAdder rolledBack = new LongAdder();
  private final LongAdder expired = new LongAdder();
  private final LongAdder aborted = new LongAdder();

  /**
   * @param remembered how many are told of by themselves
   */
  EndedTransactions(int remembered) {
    this.remembered = remembered;
  }

  /**
   * One that has ended.
   *
   * @param caller whose it was
   */
  record Ended(TransactionStatus status, @Nullable String caller, Ending ending) {}

  void add(Ended ended) {
    lock.lock();
    try {
      newest.put(ended.status().id(), ended);
      if (newest.size() > remembered) {
        newest.pollFirstEntry();
      }
    } finally {
      lock.unlock();
    }
    (switch (ended.ending().state()) {
          case COMMITTED -> committed;
          case ROLLED_BACK -> rolledBack;
          case EXPIRED -> expired;
          case ABORTED, UNKNOWN, OPEN -> aborted;
        })
        .increment();
  }

  /** It, if it is remembered and that caller's; else null. */
  @Nullable Ended find(String id, ShardId shard, @Nullable String caller) {
    lock.lock();
    try {
      Ended found = newest.get(id);
      return found != null
              && found.status().shard().equals(shard)
              && Objects.equals(found.caller(), caller)
          ? found
          : null;
    } finally {
      lock.unlock();
    }
  }

  TransactionFigures figures(int open, int most) {
    return new TransactionFigures(
        open, most, committed.sum(), rolledBack.sum(), expired.sum(), aborted.sum());
  }
}
