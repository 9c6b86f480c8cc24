package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.shard.ShardState.Closed;
import dev.cairn.shard.ShardState.Draining;
import dev.cairn.shard.ShardState.Opening;
import dev.cairn.shard.ShardState.Quarantined;
import dev.cairn.shard.ShardState.Serving;
import dev.cairn.storage.StorageDriver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Deletes shards. Any thread that may block.
 *
 * <p>Steps: open it, so that {@link Histories} has seen how far it has come; take it for oneself
 * (no request gets it any more); wait for those that have it; close it; take it off the catalogue;
 * have the driver delete it. A shard that can't be opened is deleted all the same: whatever this
 * catalogue has seen it hand out is known. After the catalogue's step it is gone for good: a crash
 * after it is made good by {@link ShardReconciler}.
 */
final class ShardDeleter {

  private final StorageDriver driver;
  private final Catalogue catalogue;
  private final Histories histories;
  private final ShardStates states;
  private final ShardOpener opener;
  private final ShardCloser closer;
  private final Duration drainWait;

  ShardDeleter(
      StorageDriver driver,
      Catalogue catalogue,
      Histories histories,
      ShardStates states,
      ShardOpener opener,
      ShardCloser closer,
      Duration drainWait) {
    this.driver = driver;
    this.catalogue = catalogue;
    this.histories = histories;
    this.states = states;
    this.opener = opener;
    this.closer = closer;
    this.drainWait = drainWait;
  }

  void delete(ShardId id) {
    while (true) {
      ShardState state = states.of(id);
      switch (state) {
        case Opening(var done) -> awaitOrBusy(done);
        case Draining draining -> awaitOrBusy(draining.done());
        case Closed _ -> {
          if (catalogue.find(id) == null) {
            return;
          }
          openToSeeItsHistory(id);
        }
        case Serving _, Quarantined _ -> {
          Draining draining = new Draining(Draining.Cause.DELETION, new CompletableFuture<>());
          if (states.change(id, state, draining)) {
            deleteAlone(id, state, draining);
            return;
          }
        }
      }
    }
  }

  private void openToSeeItsHistory(ShardId id) {
    try {
      opener.open(id, null).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CairnException reason
          && reason.code() != ErrorCode.SHARD_QUARANTINED
          && reason.code() != ErrorCode.SHARD_NOT_FOUND) {
        throw reason;
      }
    }
  }

  private void deleteAlone(ShardId id, ShardState before, Draining draining) {
    if (before instanceof Serving(OpenShard shard)) {
      deleteOpen(shard, draining);
    } else {
      deleteUnopened(id, before, draining);
    }
  }

  private void deleteOpen(OpenShard shard, Draining draining) {
    if (!await(shard.stopLending())) {
      closer.serveAgain(shard, draining);
      throw busy();
    }
    try {
      closer.closeStore(shard);
      unlist(shard.id());
      driver.delete(shard.id());
    } finally {
      closer.leave(shard, draining, ShardState.CLOSED);
    }
  }

  private void deleteUnopened(ShardId id, ShardState before, Draining draining) {
    ShardState next = before;
    try {
      unlist(id);
      next = ShardState.CLOSED;
      driver.delete(id);
    } finally {
      states.change(id, draining, next);
      draining.done().complete(null);
    }
  }

  private void unlist(ShardId id) {
    catalogue.remove(id, histories.baseAfterDeletion(id));
  }

  private void awaitOrBusy(CompletableFuture<?> future) {
    if (!await(future)) {
      throw busy();
    }
  }

  /** Waits; false if it took too long or was interrupted. How the awaited ended does not matter. */
  private boolean await(CompletableFuture<?> future) {
    try {
      future.get(drainWait.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static CairnException busy() {
    return new CairnException(
        ErrorCode.SHARD_BUSY, "Requests to the shard are still under way; delete it again later.");
  }
}
