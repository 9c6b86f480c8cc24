package dev.cairn.shard;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The places for open shards. Any thread; {@code lock} guards the numbers and is never held across
 * I/O or a callback.
 */
final class Places {

  private final int cap;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int taken;
  private long changes;

  /** How many threads wait for a place; atomic so that {@link #nudge} costs a read if none do. */
  private final AtomicInteger waiters = new AtomicInteger();

  Places(int cap) {
    this.cap = cap;
  }

  /**
   * Takes a place, waiting for one if need be.
   *
   * @param makeRoom closes a shard that may be closed and gives its place back; false if there is
   *     none
   * @return false if no place came free in time
   */
  boolean take(BooleanSupplier makeRoom, Duration wait) {
    if (tryTake()) {
      return true;
    }
    waiters.incrementAndGet();
    try {
      long left = wait.toNanos();
      while (true) {
        long seen = changes();
        boolean madeRoom = makeRoom.getAsBoolean();
        if (tryTake()) {
          return true;
        }
        if (!madeRoom) {
          left = awaitChange(seen, left);
        }
        if (left <= 0) {
          return tryTake();
        }
      }
    } finally {
      waiters.decrementAndGet();
    }
  }

  private boolean tryTake() {
    lock.lock();
    try {
      if (taken >= cap) {
        return false;
      }
      taken++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  private long awaitChange(long seen, long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (changes == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
      return left;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place back. */
  void release() {
    lock.lock();
    try {
      taken--;
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells those who wait that a shard has become idle. */
  void nudge() {
    if (waiters.get() > 0) {
      lock.lock();
      try {
        changes++;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** How many places are taken, those of shards being opened and closed included. */
  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
