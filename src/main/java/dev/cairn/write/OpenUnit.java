package dev.cairn.write;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitOfWork;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * A unit that stays open from one call to the next and keeps the writer's turn for as long: whoever
 * has it is alone with the store, so what it reads and writes is one serial step however long it
 * takes. Everybody else waits in the writer's queue, and is refused after too long a wait.
 *
 * <p>Any thread, but one call at a time ({@link #refuseOverdue} apart); its owner sees to that and
 * that it ends. Ends with {@link #commit}, {@link #rollBack}, or the first {@link StorageFault}:
 * then the turn has been passed on, and no other call may follow.
 */
public final class OpenUnit {

  private final UnitOfWork work;
  private final UnitSteps steps;

  /** The shard's revision before it. */
  private final long base;

  private boolean changed;
  private boolean over;

  /** Who had come to the queue by when; of the one thread that refuses. */
  private final ArrayDeque<Arrivals> arrivals = new ArrayDeque<>();

  /**
   * How many had ever come to the queue.
   *
   * @param nanos by the ticker
   */
  private record Arrivals(long nanos, long count) {}

  /**
   * @param work has begun, on the turn, which this takes over
   */
  OpenUnit(UnitOfWork work, long base, UnitSteps steps) {
    this.work = work;
    this.base = base;
    this.steps = steps;
  }

  /** Whether it has ended. */
  public boolean isOver() {
    return over;
  }

  /** The shard's revision before it. */
  public long base() {
    return base;
  }

  /**
   * Carries out operations after those before. What they write has the version that the commit will
   * take; of the operations of a batch that is not atomic a refused one refuses itself alone.
   *
   * @throws StorageFault if the driver failed: everything was rolled back and the unit is over
   * @throws CairnException if the batch was refused as a whole; what came before it stands
   */
  public UnitResult apply(WriteUnit.Batch batch) {
    if (over) {
      throw new IllegalStateException("The unit is over");
    }
    try {
      UnitResult result = steps.apply(work, batch, base);
      changed |= result.changed();
      return result;
    } catch (StorageFault e) {
      end(e);
      throw e;
    } catch (CairnException refusal) {
      throw refusal;
    } catch (RuntimeException | Error e) {
      StorageFault fault =
          StorageFault.of(ErrorCode.INTERNAL, "The unit failed; nothing of it was kept.", e);
      end(fault);
      throw fault;
    }
  }

  private void end(StorageFault fault) {
    over = true;
    steps.failed(fault);
    steps.close(work);
    steps.ended(false);
  }

  /**
   * Makes everything durable as the shard promises, in one revision; none is taken if nothing was
   * changed. The unit is over, whatever happens.
   *
   * @return the shard's revision afterwards; {@link Outcome.Refused} if nothing was kept
   */
  public Outcome<Long> commit() {
    if (over) {
      throw new IllegalStateException("The unit is over");
    }
    over = true;
    if (!changed) {
      steps.close(work);
      steps.ended(false);
      return new Outcome.Committed<>(base);
    }
    StorageFault fault = steps.commit(work, base + 1);
    steps.ended(fault == null || fault.outcomeUnknown());
    if (fault == null) {
      return new Outcome.Committed<>(base + 1);
    }
    return fault.outcomeUnknown() ? new Outcome.Unknown<>(fault) : new Outcome.Refused<>(fault);
  }

  /** Undoes everything, and lets the next one have the turn. Does nothing if it is over. */
  public void rollBack() {
    if (!over) {
      over = true;
      steps.close(work);
      steps.ended(false);
    }
  }

  /**
   * Refuses those that have waited for the turn for longer than {@code wait}: nothing of them was
   * done. To be called now and then while the unit is open, on one thread at a time; it tells
   * within two calls.
   *
   * @param now by the ticker, in nanoseconds
   */
  public void refuseOverdue(long now, Duration wait) {
    Arrivals overdue = null;
    while (!arrivals.isEmpty() && now - arrivals.peek().nanos() >= wait.toNanos()) {
      overdue = arrivals.remove();
    }
    if (overdue != null) {
      steps.refuseArrivals(overdue.count());
    }
    arrivals.add(new Arrivals(now, steps.arrivals()));
  }
}
