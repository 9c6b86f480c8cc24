package dev.cairn.transaction;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The places for open transactions. Any thread; {@code lock} guards the numbers. */
final class TransactionPlaces {

  private final int most;
  private final int readOnlyOfShard;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<ShardId, Integer> readOnly = new HashMap<>();
  private int taken;

  TransactionPlaces(int most, int readOnlyOfShard) {
    this.most = most;
    this.readOnlyOfShard = readOnlyOfShard;
  }

  /**
   * Takes a place.
   *
   * @throws CairnException {@link ErrorCode#TOO_MANY_TRANSACTIONS} if there is none
   */
  void take(ShardId shard, boolean readsOnly) {
    lock.lock();
    try {
      if (taken >= most) {
        throw new CairnException(
            ErrorCode.TOO_MANY_TRANSACTIONS,
            "All " + most + " places for interactive transactions are in use; send it again.");
      }
      if (readsOnly) {
        int ofShard = readOnly.getOrDefault(shard, 0);
        if (ofShard >= readOnlyOfShard) {
          throw new CairnException(
              ErrorCode.TOO_MANY_TRANSACTIONS,
              "All "
                  + readOnlyOfShard
                  + " places for interactive transactions that only read the shard are in use;"
                  + " send it again.");
        }
        readOnly.put(shard, ofShard + 1);
      }
      taken++;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place back. */
  void giveBack(ShardId shard, boolean readsOnly) {
    lock.lock();
    try {
      taken--;
      if (readsOnly) {
        readOnly.computeIfPresent(shard, (_, count) -> count == 1 ? null : count - 1);
      }
    } finally {
      lock.unlock();
    }
  }

  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
