package dev.cairn.write;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes to one open shard: units wait in a bounded queue; each group of them is one transaction.
 *
 * <p>Any thread. Whoever holds the turn (see {@link WriteTurn}) is alone with the store: a drain
 * task on the shared pool, a caller of {@link #execute} or {@link #exclusively}, or an {@link
 * OpenUnit}. Callers are answered with no lock held.
 *
 * <p>After a fault that leaves the store damaged or its last commit in doubt, the writer takes
 * nothing more, refuses all that waits, and tells its owner.
 */
public final class ShardWriter implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ShardWriter.class.getName());

  /** Groups after which a drain task lets those of other shards go first, should any come. */
  static final int GROUPS_PER_DRAIN = 4;

  private final ShardId id;
  private final ShardStore store;
  private final WriteListener listener;
  private final WriterOwner owner;
  private final WriterThreads threads;
  private final WriteTurn turn;
  private final GroupRunner runner;
  private final Sweeps sweeps;
  private final UnitSteps unitSteps;
  private final Housekeeping housekeeping;

  /**
   * A writer for an open store, which stays its owner's to close.
   *
   * @param threads run the tasks of this writer, at most one at a time
   */
  public ShardWriter(
      ShardId id,
      ShardStore store,
      UnitExecutor executor,
      WriteSettings settings,
      WriteListener listener,
      WriterOwner owner,
      WriterThreads threads,
      Clock clock,
      Ticker ticker) {
    this.id = id;
    this.store = store;
    this.listener = listener;
    this.owner = owner;
    this.threads = threads;
    this.turn = new WriteTurn(settings);
    this.runner =
        new GroupRunner(id, store, executor, listener, owner, turn, this::fail, clock, ticker);
    this.sweeps = new Sweeps(store, clock, this::submit);
    this.housekeeping = new Housekeeping(id, store, turn, this::fail);
    this.unitSteps =
        new UnitSteps(
            id, store, executor, listener, owner, turn, this::fail, this::unitEnded, clock, ticker);
  }

  /** What a unit is told that came upon a shard which is about to be closed and opened again. */
  static CairnException reopening() {
    return new CairnException(
        ErrorCode.SHARD_BUSY, "The shard is being opened again after a fault; send it again.");
  }

  /**
   * Queues a unit. Never waits and never runs the unit on the calling thread; any thread.
   *
   * @return completed on the writer's turn with what became of the unit, so what is built on it may
   *     submit further units but must not wait for them; never completed exceptionally. If the
   *     queue is full it is already completed with a refusal.
   */
  public CompletableFuture<Outcome<UnitResult>> submit(WriteUnit unit) {
    PendingUnit pending = new PendingUnit(unit);
    enqueue(pending);
    return pending;
  }

  /**
   * Queues up for the turn, to keep it with a unit that stays open. Never waits; any thread.
   *
   * @return completed on the writer's turn, as {@link #submit}, with a unit that must be ended, or
   *     with a refusal
   */
  public CompletableFuture<Outcome<OpenUnit>> begin() {
    PendingTurn pending = new PendingTurn();
    enqueue(pending);
    return pending;
  }

  private void enqueue(Waiting pending) {
    switch (turn.enqueue(pending)) {
      case WriteTurn.Entry.Queued(boolean drain) -> {
        if (drain) {
          startDrain();
        }
      }
      case WriteTurn.Entry.Full(CairnException reason) -> {
        listener.queueFull();
        pending.refuse(reason);
      }
      case WriteTurn.Entry.Stopped(CairnException reason) -> pending.refuse(reason);
    }
  }

  /**
   * Carries out a unit and waits for it: on the calling thread if the writer is idle, else in the
   * queue like any other. For threads that may block.
   */
  public Outcome<UnitResult> execute(WriteUnit unit) {
    if (!turn.tryTake()) {
      return submit(unit).join();
    }
    PendingUnit pending = new PendingUnit(unit);
    try {
      prepare();
      run(List.of(pending));
      housekeeping.doWhatIsDue();
    } finally {
      passOn();
    }
    return pending.join();
  }

  /**
   * Runs {@code step} on the writer's turn, when no unit is under way, and waits for it. For
   * threads that may block; not from a step or a callback of this writer.
   */
  public void exclusively(Runnable step) {
    turn.take();
    try {
      step.run();
    } finally {
      passOn();
    }
  }

  /**
   * Lets a writer thread do the store's housekeeping, if any may be due or the store wants to be
   * visited, and the writer is idle. Never waits; any thread.
   */
  public void maintainIfIdle() {
    if (housekeeping.isWanted() && turn.tryTake()) {
      startOnTurn(this::maintainAndPassOn, true);
    }
  }

  /**
   * Queues units that remove entries which have expired, or go on with declared indexes, if there
   * are any and none waits already. Never waits; any thread.
   */
  public void sweepIfDue() {
    sweeps.beginIfDue();
  }

  /** How many units wait. Any thread. */
  public int queued() {
    return turn.queued();
  }

  /** Takes no further unit, and returns when every queued one has its outcome. Idempotent. */
  @Override
  public void close() {
    turn.stopAndDrain(
        new CairnException(ErrorCode.SHARD_BUSY, "The shard is being closed; send it again."));
  }

  private void startDrain() {
    startOnTurn(this::drain, store.commitWaitsForDisk() || !owner.isPrepared());
  }

  private void startOnTurn(Runnable task, boolean waits) {
    try {
      threads.execute(task, waits);
    } catch (RejectedExecutionException e) {
      // The pool has gone: nobody else will ever answer those who wait.
      stop(new CairnException(ErrorCode.SHUTTING_DOWN, "The service is shutting down."));
      passOn();
    } catch (RuntimeException | Error e) {
      // Most likely the process may have no further thread. The turn must not be lost with it.
      LOG.log(System.Logger.Level.ERROR, "No thread writes to shard " + id + " now.", e);
      fail(StorageFault.of(ErrorCode.SHARD_BUSY, "No thread could be had for the writes.", e));
      passOn();
    }
  }

  /**
   * Runs groups. Where other writers want the thread it runs but one, and what has come meanwhile
   * makes a larger one when its turn comes again. Housekeeping waits for the disk, so it goes to a
   * thread that may.
   */
  private void drain() {
    boolean maintenance = false;
    boolean lent = false;
    try {
      prepare();
      boolean more = true;
      for (int i = 0; more && i < GROUPS_PER_DRAIN; i++) {
        List<PendingUnit> group = turn.nextGroup();
        if (!group.isEmpty()) {
          run(group);
          maintenance = housekeeping.isDue();
        }
        lent = group.isEmpty() && lend(turn.nextTurn());
        more = !group.isEmpty() && !maintenance && !threads.othersWait();
      }
    } finally {
      if (lent) {
        // The turn is with the unit, which passes it on when it ends.
      } else if (maintenance) {
        startOnTurn(this::maintainAndPassOn, true);
      } else {
        passOn();
      }
    }
  }

  /** Gives the turn to who waited for it; false if it stays. */
  private boolean lend(@Nullable PendingTurn pending) {
    if (pending == null) {
      return false;
    }
    OpenUnit unit;
    try {
      unit = unitSteps.begin();
    } catch (StorageFault e) {
      pending.refuse(e);
      return false;
    }
    pending.complete(new Outcome.Committed<>(unit));
    return true;
  }

  /** A unit that was open has ended, on whatever thread, which has the turn now. */
  private void unitEnded(boolean committed) {
    if (committed) {
      housekeeping.written();
    }
    if (committed && housekeeping.isDue()) {
      startOnTurn(this::maintainAndPassOn, true);
    } else {
      passOn();
    }
  }

  private void prepare() {
    if (!owner.isPrepared()) {
      owner.prepare();
    }
  }

  private void maintainAndPassOn() {
    try {
      housekeeping.doAll();
    } finally {
      passOn();
    }
  }

  private void passOn() {
    if (turn.passOn()) {
      startDrain();
    }
  }

  private void run(List<PendingUnit> group) {
    if (runner.run(group)) {
      housekeeping.written();
    }
  }

  /** Takes nothing more and has the owner close the store. On the turn. */
  private void fail(StorageFault fault) {
    if (turn.stoppedByFault() == null) {
      stop(fault.damaged() ? fault : reopening());
      owner.failed(fault);
    }
  }

  private void stop(CairnException reason) {
    turn.stop(reason).forEach(pending -> pending.refuse(reason));
  }
}
