package dev.cairn.transaction;

import dev.cairn.Outcome;
import dev.cairn.shard.LentUnit;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.time.Duration;

/**
 * The session of a transaction that may write.
 *
 * @param unit keeps the turn of the shard's writer
 * @param writerWait how long others wait for it
 */
record WritingSession(LentUnit unit, Duration writerWait) implements Session {

  @Override
  public UnitResult apply(WriteUnit.Batch batch) {
    return unit.apply(batch);
  }

  @Override
  public boolean isOver() {
    return unit.isOver();
  }

  @Override
  public Outcome<Long> commit() {
    return unit.commit();
  }

  @Override
  public void rollBack() {
    unit.rollBack();
  }

  @Override
  public void tick(long now) {
    unit.refuseOverdue(now, writerWait);
  }
}
