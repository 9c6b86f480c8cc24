package dev.cairn.write;

import dev.cairn.Outcome;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What a shard's writer is given to do without a request. Any thread; never waits. */
final class Sweeps {

  private final ExpirySweep expired;
  private final IndexSteps indexes;

  Sweeps(
      ShardStore store,
      Clock clock,
      Function<WriteUnit, CompletableFuture<Outcome<UnitResult>>> writer) {
    this.expired = new ExpirySweep(store, clock, writer);
    this.indexes = new IndexSteps(store.unfinishedIndexes(), writer);
  }

  /** Begins with what is due and not under way. */
  void beginIfDue() {
    expired.beginIfDue();
    indexes.beginIfDue();
  }
}
