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
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Writes to one open shard: units wait in a bounded queue; each group of them is one transaction.
 *
 * <p>Any thread. Whoever holds the turn (see {@link WriteTurn}) is alone with the store: a drain
 * task on the shared pool, or a caller of {@link #execute} or {@link #exclusively}. Callers are
 * answered with no lock held.
 *
 * <p>After a fault that leaves the store damaged or its last commit in doubt, the writer takes
 * nothing more, refuses all that waits, and tells its owner.
 */
public final class ShardWriter implements AutoCloseable {

  static final System.Logger LOG = System.getLogger(ShardWriter.class.getName());

  /** Groups after which a drain task lets those of other shards go first. */
  static final int GROUPS_PER_DRAIN = 4;

  private final ShardId id;
  private final ShardStore store;
  private final UnitExecutor executor;
  private final WriteListener listener;
  private final Consumer<StorageFault> onFault;
  private final Executor drains;
  private final Clock clock;
  private final Ticker ticker;
  private final WriteTurn turn;

  /** Whether housekeeping may be due; written on the turn, read by {@link #maintainIfIdle}. */
  private volatile boolean dirty;

  /**
   * A writer for an open store, which stays its owner's to close.
   *
   * @param onFault told at most once, on the thread that found it, of the fault after which the
   *     store must be closed; must return at once
   * @param drains runs drain tasks, at most one of this writer at a time; its threads block on I/O
   */
  public ShardWriter(
      ShardId id,
      ShardStore store,
      UnitExecutor executor,
      WriteSettings settings,
      WriteListener listener,
      Consumer<StorageFault> onFault,
      Executor drains,
      Clock clock,
      Ticker ticker) {
    this.id = id;
    this.store = store;
    this.executor = executor;
    this.listener = listener;
    this.onFault = onFault;
    this.drains = drains;
    this.clock = clock;
    this.ticker = ticker;
    this.turn = new WriteTurn(settings);
  }

  /** What a unit is told that came upon a shard which is about to be closed and opened again. */
  static CairnException reopening() {
    return new CairnException(
        ErrorCode.SHARD_BUSY, "The shard is being opened again after a fault; send it again.");
  }

  /**
   * Queues a unit. Never waits and never runs the unit on the calling thread; any thread.
   *
   * @return completed on a writer thread with what became of the unit; never completed
   *     exceptionally. If the queue is full it is already completed with a refusal.
   */
  public CompletableFuture<Outcome<UnitResult>> submit(WriteUnit unit) {
    PendingUnit pending = new PendingUnit(unit);
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
    return pending;
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
      runGroup(List.of(pending));
      maintain();
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
   * Lets a writer thread do the store's housekeeping, if any may be due and the writer is idle.
   * Never waits; any thread.
   */
  public void maintainIfIdle() {
    if (dirty && turn.tryTake()) {
      startOnTurn(this::maintainAndPassOn);
    }
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
    startOnTurn(this::drain);
  }

  private void startOnTurn(Runnable task) {
    try {
      drains.execute(task);
    } catch (RejectedExecutionException e) {
      // The pool has gone: nobody else will ever answer those who wait.
      stop(new CairnException(ErrorCode.SHUTTING_DOWN, "The service is shutting down."));
      passOn();
    }
  }

  private void drain() {
    try {
      for (int i = 0; i < GROUPS_PER_DRAIN; i++) {
        List<PendingUnit> group = turn.nextGroup();
        if (group.isEmpty()) {
          break;
        }
        runGroup(group);
        maintain();
      }
    } finally {
      passOn();
    }
  }

  private void maintainAndPassOn() {
    try {
      maintain();
      dirty = store.sizes().walBytes() > 0;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Sizes of shard " + id + " could not be read.", e);
    } finally {
      passOn();
    }
  }

  private void passOn() {
    if (turn.passOn()) {
      startDrain();
    }
  }

  private void runGroup(List<PendingUnit> group) {
    try {
      runAndAnswer(group);
    } catch (RuntimeException | Error e) {
      // A defect of this class or its listener; no caller may be left without an answer.
      LOG.log(System.Logger.Level.ERROR, "The writer of shard " + id + " failed.", e);
      StorageFault unknown =
          StorageFault.unknownOutcome("The writer failed; whether the write was kept is open.", e);
      group.forEach(member -> member.complete(new Outcome.Unknown<>(unknown)));
      fail(unknown);
    }
  }

  private void runAndAnswer(List<PendingUnit> group) {
    long begun = ticker.nanos();
    GroupTransaction transaction = new GroupTransaction(group);
    transaction.run(store, executor, clock.millis());
    StorageFault fault = transaction.fault();
    if (fault == null) {
      answerCommitted(transaction, group.size(), ticker.nanos() - begun);
      return;
    }
    log(fault);
    if (fault.outcomeUnknown()) {
      fail(fault);
      transaction.answerUnknown(fault);
    } else if (transaction.storeIsSuspect()) {
      fail(fault);
      transaction.refuseAll(fault);
    } else if (group.size() == 1) {
      transaction.refuseAll(fault);
    } else {
      runEachAlone(group);
    }
  }

  private void answerCommitted(GroupTransaction transaction, int members, long nanos) {
    if (transaction.committed()) {
      dirty = true;
    }
    transaction.answer();
    if (transaction.storeIsSuspect()) {
      fail(StorageFault.of(ErrorCode.INTERNAL, "A transaction of the shard did not end.", null));
    }
    if (transaction.committed()) {
      listener.committed(members, nanos);
    }
  }

  /** Nothing of the group was kept; what spoilt it is found by giving each its own transaction. */
  private void runEachAlone(List<PendingUnit> group) {
    for (PendingUnit member : group) {
      CairnException stopped = turn.stoppedByFault();
      if (stopped == null) {
        runAndAnswer(List.of(member));
      } else {
        member.refuse(stopped);
      }
    }
  }

  private void maintain() {
    if (turn.stoppedByFault() != null) {
      return;
    }
    try {
      store.maintain();
    } catch (StorageFault e) {
      log(e);
      if (e.damaged() || e.outcomeUnknown()) {
        fail(e);
      }
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "Housekeeping of shard " + id + " failed.", e);
    }
  }

  /** Takes nothing more and has the owner close the store. On the turn. */
  private void fail(StorageFault fault) {
    if (turn.stoppedByFault() == null) {
      stop(fault.damaged() ? fault : reopening());
      onFault.accept(fault);
    }
  }

  private void stop(CairnException reason) {
    turn.stop(reason).forEach(pending -> pending.refuse(reason));
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
