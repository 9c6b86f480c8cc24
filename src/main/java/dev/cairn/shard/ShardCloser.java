package dev.cairn.shard;

import dev.cairn.Ticker;
import dev.cairn.shard.ShardState.Draining;
import dev.cairn.shard.ShardState.Quarantined;
import dev.cairn.shard.ShardState.Serving;
import dev.cairn.storage.StorageFault;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Closes open shards: to make room, after a long idle time, after a fault, at the end. Any thread;
 * what closes a store blocks.
 *
 * <p>The order is always: take the shard for oneself (its state is draining), stop the lending,
 * wait for the last loan, close the writer, close the store (its readers first), change the state,
 * give the place back, tell those who wait.
 */
final class ShardCloser {

  private static final System.Logger LOG = System.getLogger(ShardCloser.class.getName());

  private final ShardStates states;
  private final Places places;
  private final Heads heads;
  private final ShardSettings settings;
  private final Clock clock;
  private final Ticker ticker;
  private final Executor closers;

  ShardCloser(
      ShardStates states,
      Places places,
      Heads heads,
      ShardSettings settings,
      Clock clock,
      Ticker ticker,
      Executor closers) {
    this.states = states;
    this.places = places;
    this.heads = heads;
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
    this.closers = closers;
  }

  /** Closes the least recently used idle shard; false if every one is in use. */
  boolean evictOne() {
    while (true) {
      OpenShard oldest = leastRecentlyUsed();
      if (oldest == null) {
        return false;
      }
      if (evict(oldest)) {
        return true;
      }
    }
  }

  private @Nullable OpenShard leastRecentlyUsed() {
    OpenShard oldest = null;
    for (ShardState state : states.all()) {
      if (state instanceof Serving(OpenShard shard)
          && shard.isIdle()
          && (oldest == null || shard.lastUsed() - oldest.lastUsed() < 0)) {
        oldest = shard;
      }
    }
    return oldest;
  }

  /** Closes a shard if nothing of it is on loan; false if something is. */
  boolean evict(OpenShard shard) {
    Draining draining = takeIdle(shard);
    if (draining == null) {
      return false;
    }
    finish(shard, draining);
    return true;
  }

  /** Has a shard closed if nothing of it is on loan. Never waits. */
  void evictLater(OpenShard shard) {
    Draining draining = takeIdle(shard);
    if (draining != null) {
      onCloser(() -> finish(shard, draining));
    }
  }

  private @Nullable Draining takeIdle(OpenShard shard) {
    Draining draining = new Draining(ClosingCause.EVICTION, new CompletableFuture<>());
    if (!shard.isIdle() || !states.change(shard.id(), new Serving(shard), draining)) {
      return null;
    }
    if (shard.stopLendingIfIdle()) {
      return draining;
    }
    serveAgain(shard, draining);
    return null;
  }

  /** Gives up a draining that has not closed anything yet. */
  void serveAgain(OpenShard shard, Draining draining) {
    shard.lendAgain();
    states.change(shard.id(), draining, new Serving(shard));
    draining.done().complete(null);
    // A fault was noted before its finder tried to close the shard and could not, for the draining:
    // either it is seen here or its finder sees that the shard serves.
    closeIfFaulty(shard);
  }

  /** What a fault that a request met means for the shard it was lent; the same fault. */
  StorageFault judged(OpenShard shard, StorageFault fault) {
    if (fault.damaged()) {
      closeAfterFault(shard, fault);
    }
    return fault;
  }

  /** Closes a shard whose store can't be trusted, as soon as its loans have ended. Never waits. */
  void closeAfterFault(OpenShard shard, StorageFault fault) {
    shard.note(fault);
    closeIfFaulty(shard);
  }

  private void closeIfFaulty(OpenShard shard) {
    if (shard.fault() != null) {
      var unused = closeWhenReturned(shard, ClosingCause.FAULT);
    }
  }

  /**
   * Closes a shard as the service ends, when its loans have ended. Never waits.
   *
   * @return completed when it is closed, or at once if another closes it
   */
  CompletableFuture<Void> closeForShutdown(OpenShard shard) {
    return closeWhenReturned(shard, ClosingCause.SHUTDOWN);
  }

  private CompletableFuture<Void> closeWhenReturned(OpenShard shard, ClosingCause cause) {
    Draining draining = new Draining(cause, new CompletableFuture<>());
    if (!states.change(shard.id(), new Serving(shard), draining)) {
      return CompletableFuture.completedFuture(null);
    }
    var unused = shard.stopLending(cause).thenRun(() -> onCloser(() -> finish(shard, draining)));
    return draining.done();
  }

  private void onCloser(Runnable task) {
    try {
      closers.execute(task);
    } catch (RuntimeException | Error e) {
      // The service has ended, or no thread can be had: it must be closed all the same.
      LOG.log(System.Logger.Level.DEBUG, "A shard is closed on the thread that gave it back.", e);
      task.run();
    }
  }

  private void finish(OpenShard shard, Draining draining) {
    closeStore(shard, shard.fault() == null ? draining.cause() : ClosingCause.FAULT);
    leave(shard, draining, afterwards(shard));
  }

  private ShardState afterwards(OpenShard shard) {
    StorageFault fault = shard.fault();
    if (fault == null || !fault.damaged()) {
      return ShardState.CLOSED;
    }
    LOG.log(
        System.Logger.Level.ERROR,
        "Shard " + shard.id() + " is quarantined: " + fault.detail(),
        fault);
    return quarantined(fault);
  }

  /** The state of a shard in which {@code fault} was found now. */
  Quarantined quarantined(StorageFault fault) {
    long retryAt = ticker.nanos() + settings.quarantineRetry().toNanos();
    return new Quarantined(fault.detail(), clock.instant(), retryAt);
  }

  /** Closes writer and store. Nothing is on loan. Whatever happens, the store counts as closed. */
  void closeStore(OpenShard shard, ClosingCause cause) {
    shard.writer().close();
    heads.forget(shard.id());
    try {
      shard.follower().closing(cause);
      long revision = shard.store().revision();
      shard.store().close();
      if (cause == ClosingCause.EVICTION) {
        heads.closedAt(shard.id(), revision);
      }
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.WARNING, "Shard " + shard.id() + " did not close cleanly.", e);
    }
  }

  /** Ends the draining of a shard whose store is closed. */
  void leave(OpenShard shard, Draining draining, ShardState next) {
    states.change(shard.id(), draining, next);
    places.release();
    draining.done().complete(null);
  }
}
