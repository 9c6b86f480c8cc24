package dev.cairn.shard;

import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.shard.ShardState.Draining;
import dev.cairn.shard.ShardState.Draining.Cause;
import dev.cairn.shard.ShardState.Quarantined;
import dev.cairn.shard.ShardState.Serving;
import dev.cairn.storage.StorageFault;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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
  private final ShardSettings settings;
  private final Clock clock;
  private final Ticker ticker;
  private final Executor closers;

  ShardCloser(
      ShardStates states,
      Places places,
      ShardSettings settings,
      Clock clock,
      Ticker ticker,
      Executor closers) {
    this.states = states;
    this.places = places;
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
    Draining draining = new Draining(Cause.EVICTION, new CompletableFuture<>());
    if (!shard.isIdle() || !states.change(shard.id(), new Serving(shard), draining)) {
      return false;
    }
    if (!shard.stopLendingIfIdle()) {
      states.change(shard.id(), draining, new Serving(shard));
      draining.done().complete(null);
      return false;
    }
    closeStore(shard);
    leave(shard, draining, ShardState.CLOSED);
    return true;
  }

  /** Closes a shard whose store can't be trusted, as soon as its loans have ended. Never waits. */
  void closeAfterFault(ShardId id, StorageFault fault) {
    if (!(states.of(id) instanceof Serving serving)) {
      return;
    }
    Draining draining = new Draining(Cause.FAULT, new CompletableFuture<>());
    if (!states.change(id, serving, draining)) {
      return;
    }
    OpenShard shard = serving.shard();
    try {
      var unused =
          shard.stopLending().thenRunAsync(() -> finishAfterFault(shard, draining, fault), closers);
    } catch (RejectedExecutionException e) {
      finishAfterFault(shard, draining, fault);
    }
  }

  private void finishAfterFault(OpenShard shard, Draining draining, StorageFault fault) {
    long revision = shard.store().revision();
    closeStore(shard);
    ShardState next = ShardState.CLOSED;
    if (fault.damaged()) {
      next = quarantined(fault, revision);
      LOG.log(
          System.Logger.Level.ERROR,
          "Shard " + shard.id() + " is quarantined: " + fault.detail(),
          fault);
    }
    leave(shard, draining, next);
  }

  /** The state of a shard in which {@code fault} was found now. */
  Quarantined quarantined(StorageFault fault, long revision) {
    long retryAt = ticker.nanos() + settings.quarantineRetry().toNanos();
    return new Quarantined(fault.detail(), clock.instant(), retryAt, revision);
  }

  /**
   * Closes a shard as the service ends, when its loans have ended. Never waits.
   *
   * @return completed when it is closed, or at once if another closes it
   */
  CompletableFuture<Void> closeForShutdown(OpenShard shard) {
    Draining draining = new Draining(Cause.SHUTDOWN, new CompletableFuture<>());
    if (!states.change(shard.id(), new Serving(shard), draining)) {
      return CompletableFuture.completedFuture(null);
    }
    return shard
        .stopLending()
        .thenRunAsync(
            () -> {
              closeStore(shard);
              leave(shard, draining, ShardState.CLOSED);
            },
            closers);
  }

  /** Closes writer and store. Nothing is on loan. Whatever happens, the store counts as closed. */
  void closeStore(OpenShard shard) {
    shard.writer().close();
    try {
      shard.store().close();
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
