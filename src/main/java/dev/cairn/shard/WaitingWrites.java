package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many writes wait for their shards to open, and what they hold, over all shards. Any thread;
 * {@code lock} guards both numbers for a few instructions.
 */
final class WaitingWrites {

  private final int mostWrites;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private int writes;
  private long bytes;

  WaitingWrites(int mostWrites, long mostBytes) {
    this.mostWrites = mostWrites;
    this.mostBytes = mostBytes;
  }

  /**
   * Counts a write in; {@link #leave} counts it out. One that is larger than the bound by itself
   * waits alone.
   *
   * @throws CairnException {@link ErrorCode#SHARD_BUSY} if there is no room for it
   */
  void enter(long size) {
    lock.lock();
    try {
      if (writes > 0 && (writes >= mostWrites || bytes + size > mostBytes)) {
        throw new CairnException(
            ErrorCode.SHARD_BUSY,
            "Already "
                + writes
                + " writes of "
                + bytes
                + " bytes wait for their shards to open; send it again a little later.");
      }
      writes++;
      bytes += size;
    } finally {
      lock.unlock();
    }
  }

  void leave(long size) {
    lock.lock();
    try {
      writes--;
      bytes -= size;
    } finally {
      lock.unlock();
    }
  }
}
