package dev.cairn.shard;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.SnapshotDraft;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.StorageFault;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Copies shards as a whole while they are read and written; whoever wants a shard for himself waits
 * until its copy is made. Any thread that may block.
 */
final class ShardCopies {

  private final StorageDriver driver;
  private final ShardLender lender;
  private final ShardCloser closer;

  ShardCopies(StorageDriver driver, ShardLender lender, ShardCloser closer) {
    this.driver = driver;
    this.lender = lender;
    this.closer = closer;
  }

  void copy(ShardId id, Path target) {
    ShardFiles files = driver.files();
    if (files == null) {
      throw new CairnException(
          ErrorCode.BACKUP_OFF, "This node keeps its shards in no files that could be copied.");
    }
    Path unused =
        onLoan(
            id,
            store -> {
              files.copy(store, target);
              return target;
            });
  }

  ShardImage image(ShardId id) {
    return onLoan(id, driver::image);
  }

  Snapshot snapshot(ShardId id, SnapshotDraft draft) {
    return onLoan(id, store -> driver.snapshots().take(id, store, draft));
  }

  private <T> T onLoan(ShardId id, Function<ShardStore, T> copying) {
    OpenShard shard = lender.lendWaiting(id, null);
    try {
      return copying.apply(shard.store());
    } catch (StorageFault e) {
      throw closer.judged(shard, e);
    } finally {
      lender.giveBack(shard);
    }
  }
}
