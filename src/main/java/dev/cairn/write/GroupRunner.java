package dev.cairn.write;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out groups of units, one transaction for each, and sees that every member is answered
 * whatever happens. Used on the writer's turn only.
 *
 * <p>A fault that the store survives may have been one member's doing: the group is run again,
 * member by member. Any other ends the writer.
 */
final class GroupRunner {

  private static final System.Logger LOG = System.getLogger(GroupRunner.class.getName());

  private final ShardId id;
  private final ShardStore store;
  private final UnitExecutor executor;
  private final WriteListener listener;
  private final WriterOwner owner;
  private final WriteTurn turn;
  private final Consumer<StorageFault> onFault;
  private final Clock clock;
  private final Ticker ticker;

  /**
   * @param onFault told of a fault after which nothing more may be written; it stops the turn
   */
  GroupRunner(
      ShardId id,
      ShardStore store,
      UnitExecutor executor,
      WriteListener listener,
      WriterOwner owner,
      WriteTurn turn,
      Consumer<StorageFault> onFault,
      Clock clock,
      Ticker ticker) {
    this.id = id;
    this.store = store;
    this.executor = executor;
    this.listener = listener;
    this.owner = owner;
    this.turn = turn;
    this.onFault = onFault;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * Runs a group. When it returns, each member has its outcome. Never throws.
   *
   * @return whether something was committed, or may have been
   */
  boolean run(List<PendingUnit> group) {
    try {
      return runAndAnswer(group);
    } catch (RuntimeException | Error e) {
      // A defect of this class or its listener; no caller may be left without an answer.
      LOG.log(System.Logger.Level.ERROR, "The writer of shard " + id + " failed.", e);
      StorageFault unknown =
          StorageFault.unknownOutcome("The writer failed; whether the write was kept is open.", e);
      group.forEach(member -> member.complete(new Outcome.Unknown<>(unknown)));
      onFault.accept(unknown);
      return true;
    }
  }

  private boolean runAndAnswer(List<PendingUnit> group) {
    long begun = ticker.nanos();
    GroupTransaction transaction = new GroupTransaction(group);
    transaction.run(store, executor, owner, clock.millis());
    StorageFault fault = transaction.fault();
    if (fault == null) {
      answer(transaction, group.size(), ticker.nanos() - begun);
      return transaction.committed();
    }
    log(fault);
    if (fault.outcomeUnknown()) {
      // First nobody reads from the store any more, then its callers are told to look.
      onFault.accept(fault);
      transaction.answerUnknown(fault);
      return true;
    }
    if (transaction.storeIsSuspect()) {
      onFault.accept(fault);
      transaction.refuseAll(fault);
    } else if (group.size() == 1) {
      transaction.refuseAll(fault);
    } else {
      return runEachAlone(group);
    }
    return false;
  }

  private void answer(GroupTransaction transaction, int members, long nanos) {
    if (transaction.committed()) {
      owner.committed(store.revision());
    }
    transaction.answer();
    if (transaction.storeIsSuspect()) {
      onFault.accept(
          StorageFault.of(ErrorCode.INTERNAL, "A transaction of the shard did not end.", null));
    }
    if (transaction.committed()) {
      listener.committed(members, nanos);
    }
  }

  /** Nothing of the group was kept; what spoilt it is found by giving each its own transaction. */
  private boolean runEachAlone(List<PendingUnit> group) {
    boolean committed = false;
    for (PendingUnit member : group) {
      @Nullable CairnException stopped = turn.stoppedByFault();
      if (stopped == null) {
        committed |= runAndAnswer(List.of(member));
      } else {
        member.refuse(stopped);
      }
    }
    return committed;
  }

  private void log(StorageFault fault) {
    LOG.log(
        fault.code() == ErrorCode.INTERNAL
            ? System.Logger.Level.ERROR
            : System.Logger.Level.WARNING,
        "A write transaction of shard " + id + " failed: " + fault.detail(),
        fault);
  }
}
