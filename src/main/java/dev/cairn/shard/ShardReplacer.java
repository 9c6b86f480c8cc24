package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Revision;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.shard.ShardState.Draining;
import dev.cairn.shard.ShardState.Serving;
import dev.cairn.storage.ReplicatedFile;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.StorageDriver;
import org.jspecify.annotations.Nullable;

/**
 * Gives shards other files. Any thread that may block.
 *
 * <p>Steps: take the shard for oneself, wait for those that have it, close it; ask the listener,
 * which may refuse; tell the catalogue of the history that it will be in; prepare the file; keep
 * what is replaced aside if nobody else has it; move the file into place, which is the one step
 * that counts; tell the listener. Before that step a crash or a failure leaves the shard as it was.
 */
final class ShardReplacer {

  private final StorageDriver driver;
  private final Catalogue catalogue;
  private final Histories histories;
  private final ShardTaker taker;
  private final ShardStates states;
  private final ShardCloser closer;
  private final ShardListener listener;

  ShardReplacer(
      StorageDriver driver,
      Catalogue catalogue,
      Histories histories,
      ShardTaker taker,
      ShardStates states,
      ShardCloser closer,
      ShardListener listener) {
    this.driver = driver;
    this.catalogue = catalogue;
    this.histories = histories;
    this.taker = taker;
    this.states = states;
    this.closer = closer;
    this.listener = listener;
  }

  void replace(ShardId id, Replacement replacement) {
    ShardFiles files = driver.files();
    if (files == null) {
      throw new CairnException(
          ErrorCode.BACKUP_OFF, "This node keeps its shards in no files that could be replaced.");
    }
    ShardTaker.Taken taken = taker.take(id, ClosingCause.REPLACEMENT);
    if (taken.before() instanceof Serving(OpenShard shard)) {
      ofOpen(files, shard, replacement, taken.draining());
    } else {
      ofClosed(files, id, replacement, taken);
    }
    listener.replaced(id);
  }

  private void ofOpen(
      ShardFiles files, OpenShard shard, Replacement replacement, Draining draining) {
    if (replacement.mustBeNew()) {
      closer.serveAgain(shard, draining);
      throw exists(shard.id());
    }
    taker.awaitLoans(shard, draining);
    try {
      ReplicatedFile file = shard.store().file();
      long epoch = file == null ? 0 : file.epoch();
      closer.closeStore(shard, ClosingCause.REPLACEMENT);
      listener.replacing(shard.id(), true);
      // One that was never copied is all there is of its former state.
      install(files, shard.id(), replacement, epoch, epoch == 0);
    } finally {
      closer.leave(shard, draining, ShardState.CLOSED);
    }
  }

  private void ofClosed(
      ShardFiles files, ShardId id, Replacement replacement, ShardTaker.Taken taken) {
    ShardState next = taken.before();
    try {
      ShardRecord record = catalogue.find(id);
      if (record != null && replacement.mustBeNew()) {
        throw exists(id);
      }
      listener.replacing(id, false);
      if (record == null && catalogue.isRemoved(id)) {
        // What an unfinished deletion may have left is rubbish, and would be in the way.
        driver.delete(id);
      }
      // No epoch is known of it: whoever copies it looks for earlier ones first.
      install(files, id, replacement, 0, record != null);
      next = ShardState.CLOSED;
    } finally {
      states.change(id, taken.draining(), next);
      taken.draining().done().complete(null);
    }
  }

  private void install(
      ShardFiles files, ShardId id, Replacement replacement, long epoch, boolean setAside) {
    long base =
        Math.max(Revision.newHistoryAfter(replacement.revision()), histories.baseAfterDeletion(id));
    replacement.onBegin().accept(base);
    @Nullable ShardRecord record = catalogue.find(id);
    if (record != null) {
      catalogue.enterHistory(id, base);
    }
    files.turnInto(replacement.file(), id, base, epoch);
    if (setAside) {
      files.setAside(id);
    }
    files.install(replacement.file(), id);
    if (record == null) {
      catalogue.put(new ShardRecord(id, replacement.durability(), replacement.created()));
      catalogue.enterHistory(id, base);
    }
  }

  private static CairnException exists(ShardId id) {
    return new CairnException(ErrorCode.SHARD_EXISTS, "There is a shard " + id + " already.");
  }
}
