package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.shard.ShardState.Quarantined;
import dev.cairn.shard.ShardState.Serving;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.StorageFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells how shards fare: one, a page of them, all together. Any thread. */
final class ShardReports {

  private static final System.Logger LOG = System.getLogger(ShardReports.class.getName());

  private final Catalogue catalogue;
  private final ShardStates states;
  private final ShardLender lender;
  private final ShardCloser closer;
  private final ShardQuotas quotas;
  private final int openCap;

  ShardReports(
      Catalogue catalogue,
      ShardStates states,
      ShardLender lender,
      ShardCloser closer,
      ShardQuotas quotas,
      int openCap) {
    this.catalogue = catalogue;
    this.states = states;
    this.lender = lender;
    this.closer = closer;
    this.quotas = quotas;
    this.openCap = openCap;
  }

  /** See {@link Shards#status}. */
  ShardStatus status(ShardId id) {
    ShardRecord record = catalogue.find(id);
    if (record == null) {
      throw ShardOpener.missing(id);
    }
    ShardStatus.Figures figures = null;
    if (!(states.of(id) instanceof Quarantined)) {
      figures = figuresIfReadable(id);
    }
    ShardState state = states.of(id);
    String reason = state instanceof Quarantined quarantined ? quarantined.reason() : null;
    return new ShardStatus(
        id, state.word(), reason, record.durability(), record.created(), quotas.of(id), figures);
  }

  private ShardStatus.@Nullable Figures figuresIfReadable(ShardId id) {
    OpenShard shard;
    try {
      shard = lender.lendWaiting(id, null);
    } catch (CairnException e) {
      if (e.code() == ErrorCode.SHARD_NOT_FOUND || e.code() == ErrorCode.SHUTTING_DOWN) {
        throw e;
      }
      return null;
    }
    try (ShardReader reader = shard.store().reader()) {
      var totals = reader.totals();
      var sizes = shard.store().sizes();
      return new ShardStatus.Figures(
          shard.store().revision(),
          totals.namespaces(),
          totals.entries(),
          sizes.bytes(),
          sizes.walBytes());
    } catch (StorageFault e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Shard " + id + " can't tell its figures.",
          closer.judged(shard, e));
      return null;
    } finally {
      lender.giveBack(shard);
    }
  }

  /** See {@link Shards#list}. */
  List<ShardSummary> list(String prefix, @Nullable ShardId after, int limit) {
    return catalogue.list(prefix, after, limit).stream()
        .map(
            record ->
                new ShardSummary(
                    record.id(),
                    states.of(record.id()).word(),
                    record.durability(),
                    record.created()))
        .toList();
  }

  /** See {@link Shards#figures}. */
  RegistryFigures figures() {
    FiguresCount count = new FiguresCount();
    states
        .byId()
        .forEach(
            (id, state) -> {
              switch (state) {
                case Serving(OpenShard shard) -> addOpen(count, shard);
                case Quarantined found -> count.addQuarantined(id, found.reason());
                case ShardState.Opening _, ShardState.Draining _, ShardState.Closed _ -> {}
              }
            });
    return count.figures(catalogue.count(), openCap, states.opens(), states.evictions());
  }

  /** On loan, so that it is not closed meanwhile; to look at a shard is not to use it. */
  private void addOpen(FiguresCount count, OpenShard shard) {
    if (!shard.hold()) {
      return;
    }
    try {
      count.addOpen(shard);
    } finally {
      lender.giveBack(shard);
    }
  }
}
