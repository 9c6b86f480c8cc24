package dev.cairn.sqlite;

import dev.cairn.Ticker;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Visits the connections of an open shard now and then: those that were not used lately leave their
 * share of the page cache to others. On the writer's turn, but for what says otherwise.
 */
final class Visits {

  /**
   * Least time between two visits. Less than from one round over all shards to the next, so that
   * none of them comes too early.
   */
  static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final KeptConnection writer;
  private final ReaderPool pool;
  private final Ticker ticker;
  private long paid;

  Visits(KeptConnection writer, ReaderPool pool, Ticker ticker) {
    this.writer = writer;
    this.pool = pool;
    this.ticker = ticker;
    this.paid = ticker.nanos();
  }

  /** Whether one may find something to do, now or later. Any thread. */
  boolean areWanted() {
    return writer.share().isAwake() || pool.wantsVisits();
  }

  boolean areDue() {
    return ticker.nanos() - paid >= INTERVAL_NANOS && areWanted();
  }

  void payIfDue() throws SQLException {
    long now = ticker.nanos();
    if (now - paid < INTERVAL_NANOS) {
      return;
    }
    paid = now;
    if (writer.share().wantsVisit(now)) {
      writer.share().visit(now);
    }
    pool.visit(now);
  }
}
