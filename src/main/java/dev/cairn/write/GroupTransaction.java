package dev.cairn.write;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.Revision;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitOfWork;
import dev.cairn.storage.UnitResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to carry out a group of units in one transaction. Used once, on the writer's turn.
 *
 * <p>{@link #run} either gives every member an outcome of its own, to be told by {@link #answer},
 * or ends in a {@link #fault}. After a fault whose outcome is known nothing of the group was kept,
 * and its members may be run again.
 */
final class GroupTransaction {

  private static final System.Logger LOG = System.getLogger(GroupTransaction.class.getName());

  private final List<PendingUnit> members;
  private final List<Outcome<UnitResult>> outcomes;
  private int firstChange = Integer.MAX_VALUE;
  private @Nullable StorageFault fault;
  private boolean storeIsSuspect;

  GroupTransaction(List<PendingUnit> members) {
    this.members = members;
    this.outcomes = new ArrayList<>(members.size());
  }

  /**
   * Runs the group.
   *
   * @param owner asked before the shard goes over into another history
   * @param now the time of every member, in milliseconds since 1970 UTC
   */
  void run(ShardStore store, UnitExecutor executor, WriterOwner owner, long now) {
    UnitOfWork work;
    try {
      work = store.begin();
    } catch (StorageFault e) {
      fault = e;
      return;
    } catch (RuntimeException | Error e) {
      fault = unexpected(e);
      storeIsSuspect = true;
      return;
    }
    try {
      long base = store.revision();
      long last = applyAll(executor, work, base, now);
      if (last != base) {
        if (Revision.history(last) != Revision.history(base)) {
          enterHistory(owner, last);
        }
        commit(work, last);
      }
    } catch (StorageFault e) {
      fault = e;
    } catch (RuntimeException | Error e) {
      fault = unexpected(e);
    }
    closeQuietly(work);
  }

  private long applyAll(UnitExecutor executor, UnitOfWork work, long base, long now) {
    long revision = base;
    for (PendingUnit member : members) {
      try {
        UnitResult result = executor.apply(work, member.unit(), revision, now);
        if (result.changed()) {
          revision = result.revision();
          firstChange = Math.min(firstChange, outcomes.size());
        }
        outcomes.add(new Outcome.Committed<>(result));
      } catch (StorageFault e) {
        throw e;
      } catch (CairnException e) {
        outcomes.add(new Outcome.Refused<>(e));
      }
    }
    return revision;
  }

  /**
   * Asks the owner before another history begins.
   *
   * @throws StorageFault if it can't take note of it; nothing of the write may be kept
   */
  static void enterHistory(WriterOwner owner, long revision) {
    try {
      owner.entersHistory(revision);
    } catch (CairnException e) {
      // Not the store's own fault, whatever its kind: nothing is wrong with this shard.
      throw StorageFault.of(
          e.code().isPassing() || e.code() == ErrorCode.STORAGE_FULL
              ? e.code()
              : ErrorCode.INTERNAL,
          "The shard's next history could not be noted; nothing of the write was kept.",
          e);
    }
  }

  /**
   * Commits.
   *
   * @throws StorageFault if it failed, whatever the driver threw
   */
  static void commit(UnitOfWork work, long revision) {
    try {
      work.commit(revision);
    } catch (StorageFault e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // What a driver did not foresee may have happened after the commit took effect.
      throw StorageFault.unknownOutcome(
          "The commit failed in an unforeseen way; read the shard before writing again.", e);
    }
  }

  private void closeQuietly(UnitOfWork work) {
    try {
      work.close();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "A unit of work could not be closed.", e);
      storeIsSuspect = true;
    }
  }

  private static StorageFault unexpected(Throwable cause) {
    return StorageFault.of(ErrorCode.INTERNAL, "The write failed; nothing of it was kept.", cause);
  }

  /** What ended the attempt, or null if every member has an outcome of its own. */
  @Nullable StorageFault fault() {
    return fault;
  }

  /** Whether the store must be closed and opened again before anyone trusts it. */
  boolean storeIsSuspect() {
    return storeIsSuspect || (fault != null && (fault.outcomeUnknown() || fault.damaged()));
  }

  /** Whether something was committed. */
  boolean committed() {
    return fault == null && firstChange != Integer.MAX_VALUE;
  }

  /** Tells every member its own outcome. Only without a fault. */
  void answer() {
    for (int i = 0; i < outcomes.size(); i++) {
      members.get(i).complete(outcomes.get(i));
    }
  }

  /**
   * Tells every member what a transaction of unknown outcome means to it. A member that changed
   * nothing but came after one that did has seen what may never have been, so its own outcome is
   * void; for certain nothing of it was kept. The same holds of members that were not reached, but
   * not of the one in whose midst the transaction ended.
   */
  void answerUnknown(StorageFault unknown) {
    for (int i = 0; i < members.size(); i++) {
      PendingUnit member = members.get(i);
      if (i < outcomes.size() && i < firstChange) {
        member.complete(outcomes.get(i));
      } else if (i == outcomes.size() || (i < outcomes.size() && changed(outcomes.get(i)))) {
        member.complete(new Outcome.Unknown<>(unknown));
      } else {
        member.refuse(ShardWriter.reopening());
      }
    }
  }

  private static boolean changed(Outcome<UnitResult> outcome) {
    return outcome instanceof Outcome.Committed<UnitResult>(UnitResult result) && result.changed();
  }

  /** Tells every member that nothing of it was kept. */
  void refuseAll(CairnException reason) {
    for (PendingUnit member : members) {
      member.refuse(reason);
    }
  }
}
