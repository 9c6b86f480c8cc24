package dev.cairn.write;

import dev.cairn.Outcome;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Has the entries of a shard removed that have expired: in units of its writer like any other, one
 * behind the other at the end of its queue, each of so few entries that those who wait behind it
 * hardly notice. Any thread; never waits.
 */
final class ExpirySweep {

  /** Most entries that one unit removes. */
  static final int ENTRIES_PER_UNIT = 200;

  private final ShardStore store;
  private final Clock clock;
  private final Function<WriteUnit, CompletableFuture<Outcome<UnitResult>>> writer;

  /** Whether a unit waits or runs: there is one at a time. */
  private final AtomicBoolean underWay = new AtomicBoolean();

  ExpirySweep(
      ShardStore store,
      Clock clock,
      Function<WriteUnit, CompletableFuture<Outcome<UnitResult>>> writer) {
    this.store = store;
    this.clock = clock;
    this.writer = writer;
  }

  /** Begins if something has expired and none is under way. */
  void beginIfDue() {
    if (isDue() && underWay.compareAndSet(false, true)) {
      next();
    }
  }

  private boolean isDue() {
    return store.nextExpiry() <= clock.millis();
  }

  private void next() {
    var unused = writer.apply(new WriteUnit.Sweep(ENTRIES_PER_UNIT)).thenAccept(this::goOn);
  }

  /** Whatever kept a unit from being carried out, the next round tries again. */
  private void goOn(Outcome<UnitResult> outcome) {
    if (outcome instanceof Outcome.Committed<UnitResult>(UnitResult result)
        && result.changed()
        && isDue()) {
      next();
    } else {
      underWay.set(false);
    }
  }
}
