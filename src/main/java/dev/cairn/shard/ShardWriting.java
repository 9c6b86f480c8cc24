package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Outcome;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.UnitSize;
import dev.cairn.storage.WriteUnit;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings write units to their shards' writers. Any thread.
 *
 * <p>A shard that is open takes the unit at once. Otherwise it is opened; if it does not exist, the
 * unit is rehearsed on an empty one, and only if it would change something is the shard made.
 */
final class ShardWriting {

  private static final System.Logger LOG = System.getLogger(ShardWriting.class.getName());

  private final ShardLender lender;
  private final UnitExecutor executor;
  private final ShardSettings settings;

  ShardWriting(ShardLender lender, UnitExecutor executor, ShardSettings settings) {
    this.lender = lender;
    this.executor = executor;
    this.settings = settings;
  }

  /** See {@link Shards#write}. */
  CompletableFuture<Outcome<UnitResult>> write(ShardId id, WriteUnit unit) {
    OpenShard shard = lender.tryLend(id);
    return shard == null ? openAndWrite(id, unit) : writeTo(shard, unit);
  }

  /** See {@link Shards#writeAndWait}. */
  Outcome<UnitResult> writeAndWait(ShardId id, WriteUnit unit) {
    OpenShard shard = lender.tryLend(id);
    if (shard == null) {
      return openAndWrite(id, unit).join();
    }
    try {
      return shard.writer().execute(unit);
    } finally {
      lender.giveBack(shard);
    }
  }

  private CompletableFuture<Outcome<UnitResult>> writeTo(OpenShard shard, WriteUnit unit) {
    // Callers build on the dependent future: the loan has ended when they are told.
    return shard.writer().submit(unit).whenComplete((_, _) -> lender.giveBack(shard));
  }

  private CompletableFuture<Outcome<UnitResult>> openAndWrite(ShardId id, WriteUnit unit) {
    return lendAndWrite(
        id,
        unit,
        null,
        reason ->
            reason.code() == ErrorCode.SHARD_NOT_FOUND ? makeAndWrite(id, unit) : refused(reason));
  }

  private CompletableFuture<Outcome<UnitResult>> makeAndWrite(ShardId id, WriteUnit unit) {
    Outcome<UnitResult> without = withoutShard(id, unit);
    return without != null
        ? CompletableFuture.completedFuture(without)
        : lendAndWrite(
            id, unit, new Making(settings.defaultDurability(), Quotas.NONE), ShardWriting::refused);
  }

  /**
   * @param otherwise what is done if the shard can't be lent
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the inner future is composed at the end
  private CompletableFuture<Outcome<UnitResult>> lendAndWrite(
      ShardId id,
      WriteUnit unit,
      @Nullable Making making,
      Function<CairnException, CompletableFuture<Outcome<UnitResult>>> otherwise) {
    CompletableFuture<CompletableFuture<Outcome<UnitResult>>> written =
        lender
            .lendLater(id, making, UnitSize.of(unit))
            .handle(
                (shard, failure) ->
                    shard != null
                        ? writeTo(shard, unit)
                        : otherwise.apply(ShardLender.reason(failure)));
    return written.thenCompose(Function.identity());
  }

  /** What a unit yields on a shard that does not exist, or null if the shard is to be made. */
  private @Nullable Outcome<UnitResult> withoutShard(ShardId id, WriteUnit unit) {
    try {
      UnitResult rehearsed = executor.rehearse(unit);
      if (!rehearsed.changed()) {
        return new Outcome.Committed<>(rehearsed);
      }
      return settings.autoCreate() ? null : new Outcome.Refused<>(ShardOpener.missing(id));
    } catch (CairnException e) {
      return new Outcome.Refused<>(settings.autoCreate() ? e : ShardOpener.missing(id));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "A write to shard " + id + " could not be judged.", e);
      return new Outcome.Refused<>(new CairnException(ErrorCode.INTERNAL, "The write failed.", e));
    }
  }

  private static CompletableFuture<Outcome<UnitResult>> refused(CairnException reason) {
    return CompletableFuture.completedFuture(new Outcome.Refused<>(reason));
  }
}
