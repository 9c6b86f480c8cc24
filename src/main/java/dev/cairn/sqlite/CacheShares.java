package dev.cairn.sqlite;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Divides one page cache over the connections that are in use. Each is entitled to an equal share,
 * rounded down to a power of two so that it seldom changes, but is granted no more than the others
 * have left of the total: while one has yet to give up what is too much, another waits for it.
 *
 * <p>Only {@link #LEAST_KIB} nobody has to wait for. So all that is granted is at most the total
 * and that much for each connection in use; and once each of them was used or visited again, at
 * most the total, or the least share of each if there are more than {@code total / LEAST_KIB}. Any
 * thread.
 */
final class CacheShares {

  /** Smallest share: four pages of the usual size, below which SQLite hardly works. */
  static final int LEAST_KIB = 16;

  /** Largest share: 20 MB. */
  static final int MOST_KIB = 20_000;

  private final long totalKib;
  private final AtomicInteger inUse = new AtomicInteger();
  private final AtomicLong grantedKib = new AtomicLong();
  private final AtomicInteger changes = new AtomicInteger();

  /** Divides {@code totalBytes} of memory. */
  CacheShares(long totalBytes) {
    this.totalKib = totalBytes / 1024;
  }

  /** A connection comes into use that may fill so much, normally {@link #LEAST_KIB}. */
  void join(int kib) {
    grantedKib.addAndGet(kib);
    inUse.incrementAndGet();
    changes.incrementAndGet();
  }

  /** A connection that had so much, and has freed it, is no longer in use. */
  void leave(int kib) {
    grantedKib.addAndGet(-kib);
    inUse.decrementAndGet();
    changes.incrementAndGet();
  }

  /** Another number whenever somebody may be entitled to another share, or be granted more. */
  int changes() {
    return changes.get();
  }

  /** The share that each connection in use is entitled to, in KiB. */
  int kib() {
    long share = totalKib / Math.max(1, inUse.get());
    if (share >= MOST_KIB) {
      return MOST_KIB;
    }
    return Math.max(LEAST_KIB, (int) Long.highestOneBit(share));
  }

  /**
   * Takes what is left of the total, up to so many KiB, before it is used.
   *
   * @return how much was granted, possibly 0
   */
  int take(int kib) {
    long before = grantedKib.get();
    while (true) {
      int granted = Math.clamp(totalKib - before, 0, kib);
      if (granted == 0 || grantedKib.compareAndSet(before, before + granted)) {
        return granted;
      }
      before = grantedKib.get();
    }
  }

  /** Gives back what was freed. */
  void giveBack(int kib) {
    grantedKib.addAndGet(-kib);
    changes.incrementAndGet();
  }

  /** What all connections in use may fill, in KiB. */
  long grantedKib() {
    return grantedKib.get();
  }
}
