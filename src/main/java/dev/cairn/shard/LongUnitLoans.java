package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.Outcome;
import dev.cairn.ShardId;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.StorageFault;
import dev.cairn.write.OpenUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lends shards for as long as a unit, or a state of them, is wanted. Any thread. */
final class LongUnitLoans implements LongUnits {

  private final ShardLender lender;
  private final ShardCloser closer;

  LongUnitLoans(ShardLender lender, ShardCloser closer) {
    this.lender = lender;
    this.closer = closer;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the inner future is composed at the end
  public CompletableFuture<Outcome<LentUnit>> begin(
      ShardId id, Consumer<ClosingCause> whenClosing) {
    CompletableFuture<CompletableFuture<Outcome<LentUnit>>> begun =
        lender
            .lendLater(id, null, 0)
            .handle(
                (shard, failure) ->
                    shard == null
                        ? CompletableFuture.completedFuture(refused(ShardLender.reason(failure)))
                        : begin(shard, whenClosing));
    return begun.thenCompose(Function.identity());
  }

  private CompletableFuture<Outcome<LentUnit>> begin(
      OpenShard shard, Consumer<ClosingCause> whenClosing) {
    shard.longLoans().add(whenClosing);
    return shard.writer().begin().thenApply(outcome -> lent(shard, outcome, whenClosing));
  }

  private Outcome<LentUnit> lent(
      OpenShard shard, Outcome<OpenUnit> outcome, Consumer<ClosingCause> whenClosing) {
    return switch (outcome) {
      case Outcome.Committed<OpenUnit>(OpenUnit unit) ->
          new Outcome.Committed<>(new LentUnit(unit, () -> giveBack(shard, whenClosing)));
      case Outcome.Refused<OpenUnit>(CairnException reason) -> {
        giveBack(shard, whenClosing);
        yield refused(reason);
      }
      case Outcome.Unknown<OpenUnit>(CairnException reason) -> {
        giveBack(shard, whenClosing);
        yield new Outcome.Unknown<>(reason);
      }
    };
  }

  private static <T> Outcome<T> refused(CairnException reason) {
    return new Outcome.Refused<>(reason);
  }

  private void giveBack(OpenShard shard, Consumer<ClosingCause> whenClosing) {
    shard.longLoans().remove(whenClosing);
    lender.giveBack(shard);
  }

  @Override
  public LentState state(ShardId id, Consumer<ClosingCause> whenClosing) {
    OpenShard shard = lender.lendWaiting(id, null);
    boolean lent = false;
    try {
      shard.longLoans().add(whenClosing);
      LentState state = state(shard, whenClosing);
      lent = true;
      return state;
    } catch (StorageFault e) {
      throw closer.judged(shard, e);
    } finally {
      if (!lent) {
        giveBack(shard, whenClosing);
      }
    }
  }

  private LentState state(OpenShard shard, Consumer<ClosingCause> whenClosing) {
    ShardReader reader = shard.store().keptReader();
    boolean held = false;
    try {
      long revision = shard.store().revision();
      reader.hold();
      // Only a read makes it this state and not that of the first question.
      reader.totals();
      held = true;
      return new LentState(
          reader,
          revision,
          fault -> closer.judged(shard, fault),
          () -> giveBack(shard, whenClosing));
    } finally {
      if (!held) {
        reader.close();
      }
    }
  }
}
