package dev.cairn.storage;

import dev.cairn.ShardId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the snapshots of a driver's shards beside them. A snapshot is whole or not there, also
 * after a crash; those of a shard go with it when the driver deletes it. Any thread, but one at a
 * time for the same snapshot; every call may block.
 */
public interface SnapshotStore {

  /**
   * Makes a snapshot of an open shard as of now, while it is read and written.
   *
   * @param store one of this driver's, which stays open meanwhile
   * @throws StorageFault if it can't be made; nothing is left behind. {@link
   *     dev.cairn.ErrorCode#STORAGE_FULL} if there is no room for it
   */
  Snapshot take(ShardId shard, ShardStore store, SnapshotDraft draft);

  /**
   * Makes a snapshot of a closed shard that is about to be replaced, at once: it has the shard's
   * own content, so whoever does not replace the shard has to delete the snapshot before the shard
   * is opened again. A crash before the replacement leaves none.
   *
   * @throws StorageFault if it can't be made; nothing is left behind
   */
  Snapshot keep(ShardId shard, SnapshotDraft draft);

  /** Those of the shard, the newest first; none if there is no such shard. */
  List<Snapshot> list(ShardId shard);

  /** The snapshot, or null if the shard has none of that id. */
  @Nullable Snapshot find(ShardId shard, String id);

  /** Whether {@link #find} finds one; cheaper. */
  boolean isThere(ShardId shard, String id);

  /** Deletes it; readers of an open view go on. Does nothing if it is not there. */
  void delete(ShardId shard, String id);

  /**
   * Opens it for reads.
   *
   * @throws StorageFault if it can't be read
   */
  SnapshotView open(ShardId shard, String id);

  /**
   * A copy of it, checked.
   *
   * @throws StorageFault if it is damaged, or can't be copied
   */
  ShardImage image(ShardId shard, String id);
}
