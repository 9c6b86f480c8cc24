package dev.cairn.backup;

import dev.cairn.Ticker;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts copies, and knows of which shards the last attempt failed. Any thread. */
final class CopyTally {

  /** The first wait after a failed copy; each further one is twice as long. */
  private static final long FIRST_RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** The most doublings of that wait: about an hour. */
  private static final int MOST_DOUBLINGS = 6;

  private final Clock clock;
  private final Ticker ticker;
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();
  private final AtomicLong made = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile long newestFailure;

  CopyTally(Clock clock, Ticker ticker) {
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * @param retryAt by the ticker
   */
  private record Failure(String reason, int doublings, long retryAt) {}

  /** A copy was made. */
  void made() {
    made.incrementAndGet();
  }

  /**
   * A copy failed.
   *
   * @return whether that is news: the attempt before did not fail so
   */
  boolean failed(String name, String reason) {
    Failure known = failures.get(name);
    int doublings = known == null ? 0 : Math.min(known.doublings() + 1, MOST_DOUBLINGS);
    long retryAt = ticker.nanos() + (FIRST_RETRY_NANOS << doublings);
    failures.put(name, new Failure(reason, doublings, retryAt));
    failed.incrementAndGet();
    newestFailure = clock.millis();
    return known == null || !known.reason().equals(reason);
  }

  /** Nothing is in the way of the shard's copies any more. */
  void clear(String name) {
    failures.remove(name);
  }

  boolean mayTry(String name) {
    Failure failure = failures.get(name);
    return failure == null || ticker.nanos() - failure.retryAt() >= 0;
  }

  Copies.Report report(String name, CopyStore.@Nullable StoredCopy last) {
    Failure failure = failures.get(name);
    return new Copies.Report(last, failure == null ? "" : failure.reason());
  }

  Copies.Figures figures() {
    return new Copies.Figures(made.get(), failed.get(), failures.size(), newestFailure);
  }
}
