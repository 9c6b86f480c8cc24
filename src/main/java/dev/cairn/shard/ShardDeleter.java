package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Revision;
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
 * <p>Steps: open it to learn its last revision (which the next history must pass), take it for
 * oneself (no request gets it any more), wait for those that have it, close it, take it off the
 * catalogue, have the driver delete it. After the catalogue's step it is gone for good: a crash
 * after it is made good by {@link ShardReconciler}.
 */
final class ShardDeleter {

  private final StorageDriver driver;
  private final Catalogue catalogue;
  private final ShardStates states;
  private final ShardOpener opener;
  private final ShardCloser closer;
  private final Duration drainWait;

  ShardDeleter(
      StorageDriver driver,
      Catalogue catalogue,
      ShardStates states,
      ShardOpener opener,
      ShardCloser closer,
      Duration drainWait) {
    this.driver = driver;
    this.catalogue = catalogue;
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
          openToLearnItsRevision(id);
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

  private void openToLearnItsRevision(ShardId id) {
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
    } else if (before instanceof Quarantined quarantined) {
      try {
        deleteKept(id, quarantined.revision());
      } catch (RuntimeException | Error e) {
        leaveUnopened(id, draining, before);
        throw e;
      }
      leaveUnopened(id, draining, ShardState.CLOSED);
    }
  }

  private void leaveUnopened(ShardId id, Draining draining, ShardState next) {
    states.change(id, draining, next);
    draining.done().complete(null);
  }

  private void deleteOpen(OpenShard shard, Draining draining) {
    if (!await(shard.stopLending())) {
      shard.lendAgain();
      states.change(shard.id(), draining, new Serving(shard));
      draining.done().complete(null);
      throw busy();
    }
    long revision = shard.store().revision();
    try {
      closer.closeStore(shard);
      deleteKept(shard.id(), revision);
    } finally {
      closer.leave(shard, draining, ShardState.CLOSED);
    }
  }

  private void deleteKept(ShardId id, long lastRevision) {
    long highest = Math.max(lastRevision, catalogue.baseRevision(id));
    catalogue.remove(id, Revision.newHistoryAfter(highest));
    driver.delete(id);
  }

  private void awaitOrBusy(CompletableFuture<?> future) {
    if (!await(future)) {
      throw busy();
    }
  }

  /** Waits; false if it took too long. How the awaited ended does not matter. */
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
      throw busy();
    }
  }

  private static CairnException busy() {
    return new CairnException(
        ErrorCode.SHARD_BUSY, "Requests to the shard are still under way; delete it again later.");
  }
}
