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
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.SnapshotDraft;
import dev.cairn.storage.StorageDriver;
import org.jspecify.annotations.Nullable;

/**
 * Gives shards other files. Any thread that may block.
 *
 * <p>Steps: take the shard for oneself, wait for those that have it, close it; ask the listener,
 * which may refuse; tell the catalogue of the history that it will be in; prepare the file; keep
 * what is replaced as a snapshot if that is wished, or aside if nobody else has it; move the file
 * into place, which is the one step that counts; tell the listener. Before that step a crash or a
 * failure leaves the shard as it was.
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
    ShardTaker.Taken taken = taker.take(id, ClosingCause.REPLACEMENT);
    if (taken.before() instanceof Serving(OpenShard shard)) {
      ofOpen(shard, replacement, taken.draining());
    } else {
      ofClosed(id, replacement, taken);
    }
    listener.replaced(id);
  }

  private void ofOpen(OpenShard shard, Replacement replacement, Draining draining) {
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
      install(shard.id(), replacement, epoch, epoch == 0 ? Former.SOLE : Former.COPIED);
    } finally {
      closer.leave(shard, draining, ShardState.CLOSED);
    }
  }

  private void ofClosed(ShardId id, Replacement replacement, ShardTaker.Taken taken) {
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
      install(id, replacement, 0, record == null ? Former.NONE : Former.UNREADABLE);
      next = ShardState.CLOSED;
    } finally {
      states.change(id, taken.draining(), next);
      taken.draining().done().complete(null);
    }
  }

  /** What is replaced. */
  private enum Former {
    NONE,
    /** It was open just now, and is in the replica. */
    COPIED,
    /** It was open just now, and its file is all there is. */
    SOLE,
    /** It could not be opened. */
    UNREADABLE
  }

  private void install(ShardId id, Replacement replacement, long epoch, Former former) {
    ShardImage image = replacement.image();
    long base =
        Math.max(
            Revision.newHistoryAfter(image.shard().revision()), histories.baseAfterDeletion(id));
    replacement.onBegin().accept(base);
    @Nullable ShardRecord record = catalogue.find(id);
    if (record != null) {
      catalogue.enterHistory(id, base);
    }
    image.turnInto(id, base, epoch);
    SnapshotDraft keepAs = replacement.keepAs();
    if (keepAs != null && (former == Former.SOLE || former == Former.COPIED)) {
      installKeeping(id, image, keepAs);
    } else {
      setAside(id, former);
      image.install(id);
    }
    if (record == null) {
      catalogue.put(new ShardRecord(id, replacement.durability(), replacement.created()));
      catalogue.enterHistory(id, base);
    }
  }

  private void setAside(ShardId id, Former former) {
    ShardFiles files = driver.files();
    if (files != null && (former == Former.SOLE || former == Former.UNREADABLE)) {
      files.setAside(id);
    }
  }

  private void installKeeping(ShardId id, ShardImage image, SnapshotDraft keepAs) {
    driver.snapshots().keep(id, keepAs);
    boolean installed = false;
    try {
      image.install(id);
      installed = true;
    } finally {
      if (!installed) {
        driver.snapshots().delete(id, keepAs.id());
      }
    }
  }

  private static CairnException exists(ShardId id) {
    return new CairnException(ErrorCode.SHARD_EXISTS, "There is a shard " + id + " already.");
  }
}
