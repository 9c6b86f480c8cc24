package dev.cairn.transaction;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.shard.LongUnits;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The interactive transactions of a node. Any thread.
 *
 * <p>A request has a transaction ({@link OpenTransaction#work}), works in its {@link Session} on
 * its own thread, and lets it rest or ends it ({@link LiveTransactions}). {@link TransactionTimer}
 * has those that are open looked at; a shard that is to be closed asks for the end of its own.
 */
public final class Transactions implements AutoCloseable {

  private final TransactionSettings settings;
  private final LiveTransactions live;
  private final TransactionBeginning beginning;

  /**
   * Transactions on these shards.
   *
   * @param readBytes most bytes of the entries that the gets of one request find, all together
   */
  public Transactions(
      LongUnits shards,
      TransactionSettings settings,
      int readBytes,
      SecureRandom random,
      Clock clock,
      Ticker ticker) {
    this.settings = settings;
    this.live = new LiveTransactions(settings, ticker);
    this.beginning = new TransactionBeginning(shards, live, settings, readBytes, random, clock);
  }

  /** The bounds that hold. */
  public TransactionSettings settings() {
    return settings;
  }

  /**
   * Begins a transaction on a shard that exists. Blocks if it is to read only.
   *
   * @param caller who begins it, or null on a service that asks nobody; nobody else may use it
   * @param timeout how long it may be open, above 0 and not longer than the settings allow; null
   *     for what they say
   * @return fails with a {@link CairnException} alone: {@link ErrorCode#TOO_MANY_TRANSACTIONS},
   *     {@link ErrorCode#SHARD_BUSY} if another one kept the shard for too long, or as a write
   */
  public CompletableFuture<TransactionStatus> begin(
      ShardId shard, @Nullable String caller, boolean readOnly, @Nullable Duration timeout) {
    Duration wanted = timeout == null ? settings.timeout() : timeout;
    if (!wanted.isPositive() || wanted.compareTo(settings.longest()) > 0) {
      throw new IllegalArgumentException("A timeout of " + wanted);
    }
    return beginning.begin(shard, caller, readOnly, wanted);
  }

  /**
   * Does something in a transaction, on the calling thread, which may block.
   *
   * @param load what it brings
   * @param work is given the transaction for as long as it runs, once
   * @throws CairnException {@link ErrorCode#TRANSACTION_NOT_FOUND}, or another code that says that
   *     it has ended and how; {@link ErrorCode#TRANSACTION_BUSY}; {@link
   *     ErrorCode#TRANSACTION_TOO_LARGE}; or what {@code work} throws
   */
  public <T> T work(
      ShardId shard, @Nullable String caller, String id, Load load, Function<Steps, T> work) {
    OpenTransaction transaction = live.find(shard, caller, id);
    Session session = transaction.work(load);
    CairnException failure = null;
    boolean done = false;
    try {
      T answer = work.apply(session);
      done = true;
      return answerOf(transaction, session, answer);
    } catch (CairnException e) {
      failure = e;
      throw e;
    } finally {
      if (!done) {
        live.rest(transaction, session, failure);
      }
    }
  }

  /** What was done counts for nothing if the transaction was to end meanwhile. */
  private <T> T answerOf(OpenTransaction transaction, Session session, T answer) {
    Ending asked = live.rest(transaction, session, null);
    if (asked != null) {
      throw asked.refusal();
    }
    return answer;
  }

  /**
   * Commits a transaction, on the calling thread, which may block.
   *
   * @return how it is now
   * @throws CairnException as {@link #work}; or why nothing was kept; or {@link
   *     ErrorCode#OUTCOME_UNKNOWN}. It has ended unless it was {@link ErrorCode#TRANSACTION_BUSY}
   */
  public TransactionStatus commit(ShardId shard, @Nullable String caller, String id) {
    OpenTransaction transaction = live.find(shard, caller, id);
    Session session = transaction.work(Load.NONE);
    Ending how = Ending.unknown("The commit failed in an unforeseen way; read the shard.");
    try {
      Outcome<Long> outcome = session.commit();
      how =
          switch (outcome) {
            case Outcome.Committed<Long>(Long revision) -> Ending.committed(revision);
            case Outcome.Refused<Long>(CairnException reason) ->
                Ending.aborted("The commit failed: " + reason.detail());
            case Outcome.Unknown<Long>(CairnException reason) -> Ending.unknown(reason.detail());
          };
      if (outcome instanceof Outcome.Refused<Long>(CairnException reason)) {
        throw reason;
      }
      if (outcome instanceof Outcome.Unknown<Long>(CairnException reason)) {
        throw reason;
      }
    } finally {
      live.end(transaction, how);
    }
    return transaction.status();
  }

  /**
   * Rolls a transaction back, on the calling thread, which may block.
   *
   * @return how it is now
   * @throws CairnException as {@link #work}
   */
  public TransactionStatus rollBack(ShardId shard, @Nullable String caller, String id) {
    OpenTransaction transaction = live.find(shard, caller, id);
    transaction.work(Load.NONE);
    live.end(transaction, Ending.ROLLED_BACK);
    return transaction.status();
  }

  /** Rolls a transaction back soon if it is open and at rest. Never blocks and never throws. */
  public void rollBackLater(ShardId shard, @Nullable String caller, String id) {
    live.rollBackLater(shard, caller, id);
  }

  /**
   * How a transaction is, open or remembered.
   *
   * @throws CairnException {@link ErrorCode#TRANSACTION_NOT_FOUND}
   */
  public TransactionStatus status(ShardId shard, @Nullable String caller, String id) {
    return live.status(shard, caller, id);
  }

  /** How they fare; cheap. */
  public TransactionFigures figures() {
    return live.figures();
  }

  /**
   * Rolls back what is open, and begins no other. One that a request has ends when that is done
   * with it. May block; idempotent.
   */
  @Override
  public void close() {
    live.close();
  }
}
