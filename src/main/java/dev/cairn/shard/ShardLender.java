package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.shard.ShardState.Serving;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lends open shards to requests, and has them opened first where need be. Any thread. Whatever is
 * lent must be given back.
 */
final class ShardLender {

  private final ShardStates states;
  private final Places places;
  private final ShardOpener opener;
  private final ShardSettings settings;
  private final Ticker ticker;
  private final WaitingWrites waiting;

  ShardLender(
      ShardStates states,
      Places places,
      ShardOpener opener,
      ShardSettings settings,
      Ticker ticker) {
    this.states = states;
    this.places = places;
    this.opener = opener;
    this.settings = settings;
    this.ticker = ticker;
    this.waiting = new WaitingWrites(settings.waitingWrites(), settings.waitingBytes());
  }

  /** The shard if it is open, or null. Never waits. */
  @Nullable OpenShard tryLend(ShardId id) {
    if (!states.ending()
        && states.of(id) instanceof Serving(OpenShard shard)
        && shard.lend(ticker.nanos())) {
      return shard;
    }
    return null;
  }

  /**
   * The shard, waited for on this thread.
   *
   * @param making null if the shard must exist
   * @throws CairnException if it can't be lent
   */
  OpenShard lendWaiting(ShardId id, @Nullable Making making) {
    try {
      return lendUntil(id, making, deadline()).join();
    } catch (CompletionException e) {
      throw reason(e);
    }
  }

  /**
   * The shard for a write, later. Never waits; those who wait so are bounded ({@link
   * WaitingWrites}).
   *
   * @param bytes what the write holds meanwhile
   * @param making null if the shard must exist
   * @return fails with a {@link CairnException}; see {@link #reason}
   */
  CompletableFuture<OpenShard> lendLater(ShardId id, @Nullable Making making, long bytes) {
    try {
      waiting.enter(bytes);
    } catch (CairnException e) {
      return CompletableFuture.failedFuture(e);
    }
    return lendUntil(id, making, deadline()).whenComplete((_, _) -> waiting.leave(bytes));
  }

  /** A shard may be closed again between its opening and its lending: then it is opened again. */
  @SuppressWarnings("FutureReturnValueIgnored") // the inner future is composed at the end
  private CompletableFuture<OpenShard> lendUntil(
      ShardId id, @Nullable Making making, long deadline) {
    if (states.ending()) {
      return CompletableFuture.failedFuture(shuttingDown());
    }
    OpenShard lent = tryLend(id);
    if (lent != null) {
      return CompletableFuture.completedFuture(lent);
    }
    CompletableFuture<CompletableFuture<OpenShard>> opened =
        opener
            .open(id, making)
            .handle((shard, failure) -> next(id, making, deadline, shard, failure));
    return opened.thenCompose(Function.identity());
  }

  private CompletableFuture<OpenShard> next(
      ShardId id,
      @Nullable Making making,
      long deadline,
      @Nullable OpenShard opened,
      @Nullable Throwable failure) {
    if (states.ending()) {
      return CompletableFuture.failedFuture(shuttingDown());
    }
    if (opened != null && opened.lend(ticker.nanos())) {
      return CompletableFuture.completedFuture(opened);
    }
    boolean tooLate = ticker.nanos() - deadline > 0;
    if (opened != null) {
      return tooLate
          ? CompletableFuture.failedFuture(
              new CairnException(
                  ErrorCode.TOO_MANY_OPEN_SHARDS,
                  "The shard was closed to make room before its turn came; send it again."))
          : lendUntil(id, making, deadline);
    }
    CairnException reason = reason(failure);
    // Another request's task found no shard; this one's may make it.
    return making != null && reason.code() == ErrorCode.SHARD_NOT_FOUND && !tooLate
        ? lendUntil(id, making, deadline)
        : CompletableFuture.failedFuture(reason);
  }

  private long deadline() {
    return ticker.nanos() + settings.lendWait().toNanos() + settings.drainWait().toNanos();
  }

  void giveBack(OpenShard shard) {
    if (shard.giveBack()) {
      places.nudge();
    }
  }

  /**
   * Checks that requests are still taken.
   *
   * @throws CairnException {@link ErrorCode#SHUTTING_DOWN}
   */
  void requireOpenForRequests() {
    if (states.ending()) {
      throw shuttingDown();
    }
  }

  static CairnException shuttingDown() {
    return new CairnException(ErrorCode.SHUTTING_DOWN, "The service is shutting down.");
  }

  /** The reason why a future of this class or the opener's failed. */
  static CairnException reason(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof CairnException reason
        ? reason
        : new CairnException(ErrorCode.INTERNAL, "The shard could not be opened.", cause);
  }
}
