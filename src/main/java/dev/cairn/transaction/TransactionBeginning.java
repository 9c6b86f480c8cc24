package dev.cairn.transaction;

import dev.cairn.CairnException;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.shard.ClosingCause;
import dev.cairn.shard.LentUnit;
import dev.cairn.shard.LongUnits;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Begins transactions: takes a place, has the shard lent, makes a session of it. Any thread. */
final class TransactionBeginning {

  /** Random bytes of an id: as hard to guess as a key. */
  private static final int ID_BYTES = 16;

  private final LongUnits shards;
  private final LiveTransactions live;
  private final TransactionSettings settings;
  private final int readBytes;
  private final SecureRandom random;
  private final Clock clock;

  TransactionBeginning(
      LongUnits shards,
      LiveTransactions live,
      TransactionSettings settings,
      int readBytes,
      SecureRandom random,
      Clock clock) {
    this.shards = shards;
    this.live = live;
    this.settings = settings;
    this.readBytes = readBytes;
    this.random = random;
    this.clock = clock;
  }

  /** See {@link Transactions#begin}. */
  CompletableFuture<TransactionStatus> begin(
      ShardId shard, @Nullable String caller, boolean readOnly, Duration timeout) {
    try {
      live.takePlace(shard, readOnly);
    } catch (CairnException e) {
      return CompletableFuture.failedFuture(e);
    }
    OpenTransaction transaction =
        new OpenTransaction(
            new OpenTransaction.Terms(newId(), shard, caller, readOnly, timeout), settings);
    return readOnly ? beginReading(transaction) : beginWriting(transaction);
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private CompletableFuture<TransactionStatus> beginReading(OpenTransaction transaction) {
    Session session;
    try {
      session =
          new ReadingSession(
              shards.state(transaction.terms().shard(), whenClosing(transaction)), readBytes);
    } catch (CairnException e) {
      live.giveBack(transaction);
      return CompletableFuture.failedFuture(e);
    } catch (RuntimeException | Error e) {
      live.giveBack(transaction);
      throw e;
    }
    return begun(transaction, session);
  }

  private CompletableFuture<TransactionStatus> beginWriting(OpenTransaction transaction) {
    return shards
        .begin(transaction.terms().shard(), whenClosing(transaction))
        .thenCompose(
            outcome ->
                switch (outcome) {
                  case Outcome.Committed<LentUnit>(var unit) ->
                      begun(transaction, new WritingSession(unit, settings.writerWait()));
                  case Outcome.Refused<LentUnit>(var reason) -> refused(transaction, reason);
                  case Outcome.Unknown<LentUnit>(var reason) -> refused(transaction, reason);
                });
  }

  private CompletableFuture<TransactionStatus> refused(
      OpenTransaction transaction, CairnException reason) {
    live.giveBack(transaction);
    return CompletableFuture.failedFuture(reason);
  }

  private CompletableFuture<TransactionStatus> begun(OpenTransaction transaction, Session session) {
    Ending ended = live.enter(transaction, session, clock.millis());
    return ended == null
        ? CompletableFuture.completedFuture(transaction.status())
        : CompletableFuture.failedFuture(ended.refusal());
  }

  private Consumer<ClosingCause> whenClosing(OpenTransaction transaction) {
    // A listener of its own for each: they are told apart by who they are.
    return new Consumer<>() {
      @Override
      public void accept(ClosingCause cause) {
        live.endLater(transaction, Ending.closed(cause));
      }
    };
  }
}
