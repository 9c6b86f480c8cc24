package dev.cairn.sqlite;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Divides one page cache over all open connections. A share is rounded down to a power of two, so
 * that it seldom changes; a connection takes up a changed share when it is next used, an idle one
 * when its shard is looked after. Any thread.
 */
final class CacheShares {

  /**
   * Smallest share: four pages of the usual size, below which SQLite hardly works. Only more
   * connections than {@code total / LEAST_KIB} take more than the total.
   */
  static final int LEAST_KIB = 16;

  /** Largest share: 20 MB. */
  static final int MOST_KIB = 20_000;

  private final long totalKib;
  private final AtomicInteger open = new AtomicInteger();

  /** Takes over, as it were, {@code totalBytes} of memory. */
  CacheShares(long totalBytes) {
    this.totalKib = totalBytes / 1024;
  }

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  /** The share of each connection in KiB. */
  int kib() {
    long share = totalKib / Math.max(1, open.get());
    if (share >= MOST_KIB) {
      return MOST_KIB;
    }
    return Math.max(LEAST_KIB, (int) Long.highestOneBit(share));
  }
}
