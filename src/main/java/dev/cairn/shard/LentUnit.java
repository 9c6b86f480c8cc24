package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.Outcome;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.OpenUnit;
import java.time.Duration;

/**
 * A unit that stays open on a shard which is on loan for as long. Any thread, one call at a time
 * ({@link #refuseOverdue} apart). Ends as an {@link OpenUnit} does.
 */
public final class LentUnit {

  private final OpenUnit unit;
  private final Runnable giveBack;

  /**
   * @param giveBack ends the loan, once
   */
  LentUnit(OpenUnit unit, Runnable giveBack) {
    this.unit = unit;
    this.giveBack = giveBack;
  }

  /** Whether it has ended. */
  public boolean isOver() {
    return unit.isOver();
  }

  /** The shard's revision before it. */
  public long base() {
    return unit.base();
  }

  /** See {@link OpenUnit#apply}. */
  public UnitResult apply(WriteUnit.Batch batch) {
    try {
      return unit.apply(batch);
    } catch (CairnException e) {
      if (unit.isOver()) {
        giveBack.run();
      }
      throw e;
    }
  }

  /** See {@link OpenUnit#commit}. */
  public Outcome<Long> commit() {
    try {
      return unit.commit();
    } finally {
      giveBack.run();
    }
  }

  /** See {@link OpenUnit#rollBack}. */
  public void rollBack() {
    if (!unit.isOver()) {
      try {
        unit.rollBack();
      } finally {
        giveBack.run();
      }
    }
  }

  /** See {@link OpenUnit#refuseOverdue}. */
  public void refuseOverdue(long now, Duration wait) {
    unit.refuseOverdue(now, wait);
  }
}
