package dev.cairn.shard;

import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.shard.ShardState.Draining;
import dev.cairn.shard.ShardState.Serving;
import dev.cairn.storage.StorageDriver;

/**
 * Deletes shards. Any thread that may block.
 *
 * <p>Steps: take it for oneself ({@link ShardTaker}); wait for those that have it; close it; take
 * it off the catalogue; have the driver delete it. A shard that can't be opened is deleted all the
 * same: whatever this catalogue has seen it hand out is known. After the catalogue's step it is
 * gone for good: a crash after it is made good by {@link ShardReconciler}.
 */
final class ShardDeleter {

  private final StorageDriver driver;
  private final Catalogue catalogue;
  private final Histories histories;
  private final ShardQuotas quotas;
  private final ShardTaker taker;
  private final ShardStates states;
  private final ShardCloser closer;
  private final ShardListener listener;

  ShardDeleter(
      StorageDriver driver,
      Catalogue catalogue,
      Histories histories,
      ShardQuotas quotas,
      ShardTaker taker,
      ShardStates states,
      ShardCloser closer,
      ShardListener listener) {
    this.driver = driver;
    this.catalogue = catalogue;
    this.histories = histories;
    this.quotas = quotas;
    this.taker = taker;
    this.states = states;
    this.closer = closer;
    this.listener = listener;
  }

  void delete(ShardId id) {
    if (states.of(id) instanceof ShardState.Closed && catalogue.find(id) == null) {
      return;
    }
    ShardTaker.Taken taken = taker.take(id, ClosingCause.DELETION);
    if (taken.before() instanceof Serving(OpenShard shard)) {
      deleteOpen(shard, taken.draining());
    } else {
      deleteUnopened(id, taken);
    }
  }

  private void deleteOpen(OpenShard shard, Draining draining) {
    taker.awaitLoans(shard, draining);
    try {
      closer.closeStore(shard, ClosingCause.DELETION);
      unlist(shard.id());
      deleteFiles(shard.id());
    } finally {
      closer.leave(shard, draining, ShardState.CLOSED);
    }
  }

  private void deleteUnopened(ShardId id, ShardTaker.Taken taken) {
    ShardState next = taken.before();
    try {
      if (catalogue.find(id) != null) {
        unlist(id);
        next = ShardState.CLOSED;
        deleteFiles(id);
      }
    } finally {
      states.change(id, taken.draining(), next);
      taken.draining().done().complete(null);
    }
  }

  private void unlist(ShardId id) {
    catalogue.remove(id, histories.baseAfterDeletion(id));
    quotas.forget(id);
  }

  private void deleteFiles(ShardId id) {
    listener.deleting(id);
    driver.delete(id);
  }
}
