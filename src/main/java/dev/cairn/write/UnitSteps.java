package dev.cairn.write;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitOfWork;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the writer of a shard does for an {@link OpenUnit}: the same as for its groups, a step at a
 * time. Used by whoever keeps the turn with that unit, but for what is told of the queue, which is
 * any thread's to ask.
 */
final class UnitSteps {

  private static final System.Logger LOG = System.getLogger(UnitSteps.class.getName());

  private final ShardId id;
  private final ShardStore store;
  private final UnitExecutor executor;
  private final WriteListener listener;
  private final WriterOwner owner;
  private final WriteTurn turn;
  private final Consumer<StorageFault> onFault;
  private final Consumer<Boolean> onEnd;
  private final Clock clock;
  private final Ticker ticker;

  /**
   * @param onFault told of a fault after which nothing more may be written; it stops the turn
   * @param onEnd takes the turn back; told whether something was committed, or may have been
   */
  UnitSteps(
      ShardId id,
      ShardStore store,
      UnitExecutor executor,
      WriteListener listener,
      WriterOwner owner,
      WriteTurn turn,
      Consumer<StorageFault> onFault,
      Consumer<Boolean> onEnd,
      Clock clock,
      Ticker ticker) {
    this.id = id;
    this.store = store;
    this.executor = executor;
    this.listener = listener;
    this.owner = owner;
    this.turn = turn;
    this.onFault = onFault;
    this.onEnd = onEnd;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Begins a unit on the turn, which goes over to it.
   *
   * @throws StorageFault if it can't; the turn stays
   */
  OpenUnit begin() {
    try {
      UnitOfWork work = store.begin();
      return new OpenUnit(work, store.revision(), this);
    } catch (StorageFault e) {
      failed(e);
      throw e;
    } catch (RuntimeException | Error e) {
      // As in a group: a store that fails so is not to be trusted.
      StorageFault fault = StorageFault.of(ErrorCode.INTERNAL, "The unit could not begin.", e);
      log(fault);
      onFault.accept(fault);
      throw fault;
    }
  }

  UnitResult apply(UnitOfWork work, WriteUnit unit, long base) {
    return executor.apply(work, unit, base, clock.millis());
  }

  /** Tells of a fault, and has the store closed if it can't be trusted any more. */
  void failed(StorageFault fault) {
    log(fault);
    if (fault.damaged() || fault.outcomeUnknown()) {
      onFault.accept(fault);
    }
  }

  /**
   * Commits, as a group is committed: the owner is asked before another history begins, and told
   * before the caller is.
   *
   * @return what went wrong, or null
   */
  @Nullable StorageFault commit(UnitOfWork work, long revision) {
    long begun = ticker.nanos();
    StorageFault fault = null;
    try {
      if (Revision.history(revision) != Revision.history(store.revision())) {
        GroupTransaction.enterHistory(owner, revision);
      }
      GroupTransaction.commit(work, revision);
    } catch (StorageFault e) {
      fault = e;
    } catch (RuntimeException | Error e) {
      fault = StorageFault.of(ErrorCode.INTERNAL, "The unit failed; nothing of it was kept.", e);
    }
    if (fault != null) {
      failed(fault);
      close(work);
      return fault;
    }
    owner.committed(store.revision());
    close(work);
    listener.committed(1, ticker.nanos() - begun);
    return null;
  }

  /** Closes it, which undoes what was not committed. Never throws. */
  void close(UnitOfWork work) {
    try {
      work.close();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "A unit of work could not be closed.", e);
      onFault.accept(
          StorageFault.of(ErrorCode.INTERNAL, "A transaction of the shard did not end.", null));
    }
  }

  /** Passes the turn on. */
  void ended(boolean committed) {
    onEnd.accept(committed);
  }

  /** How many have ever come to the queue. */
  long arrivals() {
    return turn.arrivals();
  }

  /** Refuses those of the first {@code count} to have come to the queue that still wait there. */
  void refuseArrivals(long count) {
    CairnException reason =
        new CairnException(
            ErrorCode.SHARD_BUSY,
            "An interactive transaction has kept the shard for too long; nothing was done. Send it"
                + " again.");
    turn.giveUp(count).forEach(waiting -> waiting.refuse(reason));
  }

  private void log(StorageFault fault) {
    LOG.log(
        fault.code() == ErrorCode.INTERNAL
            ? System.Logger.Level.ERROR
            : System.Logger.Level.WARNING,
        "A unit of shard " + id + " that was kept open failed: " + fault.detail(),
        fault);
  }
}
