package dev.cairn.transaction;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A transaction from the moment it is asked for until it has ended, and who may do something with
 * it: one request at a time, or whoever ends it.
 *
 * <p>Any thread. {@code lock} guards every field that changes, is held for a few instructions, and
 * nothing is called under it. Whoever is told by a method that the transaction is his to end does
 * so, and nobody else: {@link Transactions} sequences that.
 */
final class OpenTransaction {

  private enum Phase {
    /** Waits for its shard. */
    BEGINNING,
    /** Between two requests. */
    RESTING,
    /** A request has it. */
    WORKING,
    /** It has ended, or somebody is about to end it. */
    OVER
  }

  /**
   * What it is and what it may take.
   *
   * @param caller who began it, or null on a service that asks nobody
   * @param timeout how long it may be open
   */
  record Terms(
      String id, ShardId shard, @Nullable String caller, boolean readOnly, Duration timeout) {}

  private final Terms terms;
  private final TransactionSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private Phase phase = Phase.BEGINNING;
  private @Nullable Session session;
  private @Nullable Ending ending;

  /** In milliseconds since 1970 UTC. */
  private long started;

  /** By the ticker, in nanoseconds, as {@code lastUsed}. */
  private long begun;

  private long lastUsed;
  private long operations;
  private long bytes;

  OpenTransaction(Terms terms, TransactionSettings settings) {
    this.terms = terms;
    this.settings = settings;
  }

  Terms terms() {
    return terms;
  }

  /** Whether it is a caller's who names it so. */
  boolean is(ShardId shard, @Nullable String caller) {
    return terms.shard().equals(shard) && Objects.equals(terms.caller(), caller);
  }

  /**
   * It has its shard, and its time begins.
   *
   * @return how it is to end at once, by the caller of this, if that was asked for meanwhile; else
   *     null
   */
  @Nullable Ending begin(Session with, long nanos, long millis) {
    lock.lock();
    try {
      session = with;
      begun = nanos;
      lastUsed = nanos;
      started = millis;
      phase = ending == null ? Phase.RESTING : Phase.OVER;
      return ending;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives it to a request, which must {@link #rest} it or end it.
   *
   * @param load what the request brings
   * @throws CairnException if it has ended, another request has it, or it would become too large
   */
  Session work(Load load) {
    lock.lock();
    try {
      switch (phase) {
        case OVER -> throw Objects.requireNonNull(ending, "an ending").refusal();
        case BEGINNING, WORKING ->
            throw new CairnException(
                ErrorCode.TRANSACTION_BUSY,
                "Another request of the transaction has not been answered yet.");
        case RESTING -> {}
      }
      requireRoom(load);
      operations += load.operations();
      bytes += load.bytes();
      phase = Phase.WORKING;
      return Objects.requireNonNull(session, "a session");
    } finally {
      lock.unlock();
    }
  }

  private void requireRoom(Load load) {
    if (operations + load.operations() > settings.operations()) {
      throw tooLarge(operations + " operations", settings.operations() + " operations");
    }
    if (bytes + load.bytes() > settings.bytes()) {
      throw tooLarge("operations of " + bytes + " bytes", settings.bytes() + " bytes");
    }
  }

  private static CairnException tooLarge(String has, String most) {
    return new CairnException(
        ErrorCode.TRANSACTION_TOO_LARGE,
        "The transaction has "
            + has
            + " already and may have at most "
            + most
            + "; nothing of this request was done.");
  }

  /**
   * The request that had it is done with it.
   *
   * @param failure what ended its session, or null if that goes on
   * @return how it is to end now, by the caller of this; null if it goes on
   */
  @Nullable Ending rest(long nanos, @Nullable CairnException failure) {
    lock.lock();
    try {
      lastUsed = nanos;
      if (failure != null) {
        ending = Ending.aborted("The storage failed in it: " + failure.detail());
      }
      phase = ending == null ? Phase.RESTING : Phase.OVER;
      return ending;
    } finally {
      lock.unlock();
    }
  }

  /** The request that had it has ended it so. */
  void ended(Ending how) {
    lock.lock();
    try {
      ending = how;
      phase = Phase.OVER;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for its end.
   *
   * @return whether the caller of this is to end it; otherwise it has ended, or whoever has it will
   *     end it so
   */
  boolean end(Ending how) {
    lock.lock();
    try {
      if (ending != null) {
        return false;
      }
      ending = how;
      if (phase != Phase.RESTING) {
        return false;
      }
      phase = Phase.OVER;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How its time is over, or null if it is not. */
  @Nullable Ending expired(long nanos) {
    lock.lock();
    try {
      if (phase == Phase.BEGINNING || phase == Phase.OVER) {
        return null;
      }
      if (nanos - begun >= terms.timeout().toNanos()) {
        return Ending.expired(
            "The transaction was rolled back when its " + terms.timeout() + " were over.");
      }
      if (phase == Phase.RESTING && nanos - lastUsed >= settings.idle().toNanos()) {
        return Ending.expired(
            "The transaction was rolled back after "
                + settings.idle()
                + " without a request of it.");
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** What it has of its shard while it is open; else null. */
  @Nullable Session openSession() {
    lock.lock();
    try {
      return phase == Phase.RESTING || phase == Phase.WORKING ? session : null;
    } finally {
      lock.unlock();
    }
  }

  /** What it has, or has had, of its shard; null if it has nothing yet. */
  @Nullable Session session() {
    lock.lock();
    try {
      return session;
    } finally {
      lock.unlock();
    }
  }

  /** What is told of it; open as long as nobody was told that it is to end. */
  TransactionStatus status() {
    lock.lock();
    try {
      Ending how = phase == Phase.OVER ? ending : null;
      return new TransactionStatus(
          terms.id(),
          terms.shard(),
          terms.readOnly(),
          how == null ? TransactionState.OPEN : how.state(),
          started,
          started + terms.timeout().toMillis(),
          how == null ? null : how.revision(),
          how == null ? null : how.detail());
    } finally {
      lock.unlock();
    }
  }
}
