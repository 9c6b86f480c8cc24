package dev.cairn.write;

import dev.cairn.CairnException;
import dev.cairn.Outcome;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.UnitSize;
import dev.cairn.storage.WriteUnit;
import java.util.concurrent.CompletableFuture;

/**
 * A unit that waits for its outcome, and the promise of it. Its outcome is decided on the writer's
 * turn and told once the turn's transaction is over.
 */
final class PendingUnit extends CompletableFuture<Outcome<UnitResult>> implements Waiting {

  private final WriteUnit unit;
  private final long bytes;

  PendingUnit(WriteUnit unit) {
    this.unit = unit;
    this.bytes = UnitSize.of(unit);
  }

  WriteUnit unit() {
    return unit;
  }

  /** What it holds, as {@link UnitSize} counts. */
  @Override
  public long bytes() {
    return bytes;
  }

  /** Tells the caller that nothing of the unit was kept. */
  @Override
  public void refuse(CairnException reason) {
    complete(new Outcome.Refused<>(reason));
  }
}
