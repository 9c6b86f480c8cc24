package dev.cairn.transaction;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that are open and those that were, and how the one becomes the other. Any
 * thread.
 *
 * <p>Whoever ends a transaction rolls back or commits first, then tells {@link EndedTransactions},
 * then gives its place back.
 */
final class LiveTransactions {

  private static final System.Logger LOG = System.getLogger(LiveTransactions.class.getName());

  private final TransactionSettings settings;
  private final Ticker ticker;
  private final TransactionPlaces places;
  private final EndedTransactions ended;
  private final TransactionTimer timer = new TransactionTimer();
  private final ConcurrentHashMap<String, OpenTransaction> open = new ConcurrentHashMap<>();

  /** Set once, when the service ends; volatile because every beginning looks at it. */
  private volatile boolean closing;

  LiveTransactions(TransactionSettings settings, Ticker ticker) {
    this.settings = settings;
    this.ticker = ticker;
    this.places = new TransactionPlaces(settings.most(), settings.readOnlyOfShard());
    this.ended = new EndedTransactions(settings.remembered());
  }

  /**
   * Takes a place for one that is to begin.
   *
   * @throws CairnException if there is none, or the service stops
   */
  void takePlace(ShardId shard, boolean readOnly) {
    if (closing) {
      throw new CairnException(ErrorCode.SHUTTING_DOWN, "The service is shutting down.");
    }
    places.take(shard, readOnly);
  }

  /** Gives the place of one back that did not begin, or has ended. */
  void giveBack(OpenTransaction transaction) {
    places.giveBack(transaction.terms().shard(), transaction.terms().readOnly());
  }

  /**
   * Takes one that has its shard.
   *
   * @param millis the time, since 1970 UTC
   * @return how it has ended already, or null if it is open
   */
  @Nullable Ending enter(OpenTransaction transaction, Session session, long millis) {
    open.put(transaction.terms().id(), transaction);
    timer.lookAfter(transaction.terms().id(), () -> look(transaction));
    Ending asked = transaction.begin(session, ticker.nanos(), millis);
    if (asked != null) {
      finish(transaction, asked);
      return asked;
    }
    // Either the end of the service sees it among the open ones, or it is seen here.
    if (closing && transaction.end(Ending.STOPPED)) {
      finish(transaction, Ending.STOPPED);
      return Ending.STOPPED;
    }
    return null;
  }

  /**
   * One that takes requests, as far as is known.
   *
   * @throws CairnException if it has ended, or there is none of that caller's
   */
  OpenTransaction find(ShardId shard, @Nullable String caller, String id) {
    OpenTransaction transaction = openOrNull(shard, caller, id);
    if (transaction == null) {
      throw remembered(shard, caller, id).ending().refusal();
    }
    return transaction;
  }

  /**
   * How one is, open or remembered.
   *
   * @throws CairnException {@link ErrorCode#TRANSACTION_NOT_FOUND}
   */
  TransactionStatus status(ShardId shard, @Nullable String caller, String id) {
    OpenTransaction transaction = openOrNull(shard, caller, id);
    return transaction == null ? remembered(shard, caller, id).status() : transaction.status();
  }

  private @Nullable OpenTransaction openOrNull(ShardId shard, @Nullable String caller, String id) {
    OpenTransaction transaction = open.get(id);
    if (transaction == null || !transaction.is(shard, caller)) {
      return null;
    }
    expire(transaction, ticker.nanos());
    return transaction;
  }

  private EndedTransactions.Ended remembered(ShardId shard, @Nullable String caller, String id) {
    EndedTransactions.Ended found = ended.find(id, shard, caller);
    if (found == null) {
      throw new CairnException(
          ErrorCode.TRANSACTION_NOT_FOUND,
          "No transaction of that id is known; begin one, and use it with the key that began it.");
    }
    return found;
  }

  /**
   * Lets one rest that a request has had.
   *
   * @param failure what the request failed with, or null
   * @return how it has ended, or null if it goes on
   */
  @Nullable Ending rest(
      OpenTransaction transaction, Session session, @Nullable CairnException failure) {
    CairnException fault = null;
    if (session.isOver()) {
      fault =
          failure != null
              ? failure
              : new CairnException(ErrorCode.INTERNAL, "The transaction failed.");
    }
    Ending asked = transaction.rest(ticker.nanos(), fault);
    if (asked != null) {
      finish(transaction, asked);
    }
    return asked;
  }

  /** Ends one that a request has. */
  void end(OpenTransaction transaction, Ending how) {
    transaction.ended(how);
    finish(transaction, how);
  }

  /** Has one end, on a thread that may block, unless it has ended. Never blocks. */
  void endLater(OpenTransaction transaction, Ending how) {
    if (transaction.end(how)) {
      timer.later(() -> finish(transaction, how));
    }
  }

  /** Has one of that caller's rolled back, if it is open and no request has it. Never blocks. */
  void rollBackLater(ShardId shard, @Nullable String caller, String id) {
    OpenTransaction transaction = openOrNull(shard, caller, id);
    if (transaction != null) {
      endLater(transaction, Ending.ROLLED_BACK);
    }
  }

  /** Looks whether its time is over, and whether others have waited for it too long. */
  private void look(OpenTransaction transaction) {
    long now = ticker.nanos();
    expire(transaction, now);
    Session session = transaction.openSession();
    if (session != null) {
      session.tick(now);
    }
  }

  private void expire(OpenTransaction transaction, long now) {
    Ending expired = transaction.expired(now);
    if (expired != null) {
      endLater(transaction, expired);
    }
  }

  /** Ends one that nobody else will end. Never throws. */
  private void finish(OpenTransaction transaction, Ending how) {
    Session session = transaction.session();
    try {
      if (session != null) {
        session.rollBack();
      }
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "A transaction did not end cleanly.", e);
    }
    OpenTransaction.Terms terms = transaction.terms();
    timer.forget(terms.id());
    ended.add(new EndedTransactions.Ended(transaction.status(), terms.caller(), how));
    open.remove(terms.id());
    giveBack(transaction);
  }

  TransactionFigures figures() {
    return ended.figures(places.taken(), settings.most());
  }

  /** Ends what is open, and lets nothing begin. May block; idempotent. */
  void close() {
    closing = true;
    int count = 0;
    for (OpenTransaction transaction : open.values()) {
      if (transaction.end(Ending.STOPPED)) {
        finish(transaction, Ending.STOPPED);
        count++;
      }
    }
    if (count > 0) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} interactive transactions were rolled back because the service stops.",
          count);
    }
    timer.close();
  }
}
