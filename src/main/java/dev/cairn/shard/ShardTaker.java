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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes a shard for one who does something to its files: no request gets it any more. One that is
 * listed is opened first, so that {@link Histories} has seen how far it has come, unless it can't
 * be. Any thread that may block.
 */
final class ShardTaker {

  private final Catalogue catalogue;
  private final ShardStates states;
  private final ShardOpener opener;
  private final ShardCloser closer;
  private final Duration drainWait;

  ShardTaker(
      Catalogue catalogue,
      ShardStates states,
      ShardOpener opener,
      ShardCloser closer,
      Duration drainWait) {
    this.catalogue = catalogue;
    this.states = states;
    this.opener = opener;
    this.closer = closer;
    this.drainWait = drainWait;
  }

  /**
   * A shard that was taken.
   *
   * @param before what it was: open and perhaps still on loan, quarantined, or closed and not
   *     listed
   * @param draining what it is now
   */
  record Taken(ShardState before, Draining draining) {}

  /**
   * Takes it.
   *
   * @throws CairnException {@link ErrorCode#SHARD_BUSY} if somebody else does not let go of it
   */
  Taken take(ShardId id, ClosingCause cause) {
    while (true) {
      ShardState state = states.of(id);
      switch (state) {
        case Opening(var done) -> awaitOrBusy(done);
        case Draining draining -> awaitOrBusy(draining.done());
        case Closed _ when catalogue.find(id) != null -> openToSeeItsHistory(id);
        case Closed _, Serving _, Quarantined _ -> {
          Draining draining = new Draining(cause, new CompletableFuture<>());
          if (states.change(id, state, draining)) {
            return new Taken(state, draining);
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

  /**
   * Waits until nothing of it is on loan any more.
   *
   * @throws CairnException {@link ErrorCode#SHARD_BUSY} if that takes too long; then it serves
   *     again
   */
  void awaitLoans(OpenShard shard, Draining draining) {
    if (!await(shard.stopLending(draining.cause()))) {
      closer.serveAgain(shard, draining);
      throw busy();
    }
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
        ErrorCode.SHARD_BUSY, "Requests to the shard are still under way; send it again later.");
  }
}
