package dev.cairn.litestream;

import dev.cairn.Ticker;
import java.time.Duration;

/**
 * Bounds how many lines are told in a time, and counts the others. Any thread; waits for nothing.
 */
final class LineLimit {

  /** Most lines in one span. */
  static final int LINES = 100;

  /** Length of a span. */
  static final Duration SPAN = Duration.ofSeconds(10);

  private final Ticker ticker;

  // Guarded by this.
  private long spanBegan;
  private int told;
  private long leftOut;

  LineLimit(Ticker ticker) {
    this.ticker = ticker;
    this.spanBegan = ticker.nanos();
  }

  /** Whether one more line may be told now; if not, it is counted. */
  synchronized boolean admits() {
    if (told < LINES) {
      told++;
      return true;
    }
    leftOut++;
    return false;
  }

  /**
   * Begins a new span if the last one is over; returns how many lines were left out in that one.
   */
  synchronized long turn() {
    long now = ticker.nanos();
    return now - spanBegan < SPAN.toNanos() ? 0 : begin(now);
  }

  /** Begins a new span; returns how many lines were left out in the last one. */
  synchronized long end() {
    return begin(ticker.nanos());
  }

  private long begin(long now) {
    long counted = leftOut;
    spanBegan = now;
    told = 0;
    leftOut = 0;
    return counted;
  }
}
