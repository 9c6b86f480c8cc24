package dev.cairn.storage;

import dev.cairn.ShardId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps shards: makes, opens, finds and deletes them. Which driver a node uses is a setting of the
 * deployment; requests choose nothing. Any thread, but calls for the same shard come one at a time:
 * the registry sees to that.
 */
public interface StorageDriver extends AutoCloseable {

  /** {@code sqlite} or {@code memory}. */
  String name();

  /**
   * Makes an empty shard, with the default namespace, and opens it. What an earlier attempt that
   * was cut short has left behind is overwritten.
   *
   * @throws StorageFault if it can't be made; nothing is left behind
   * @throws IllegalStateException if a shard of that id is there already
   */
  ShardStore create(ShardId id, NewShard shard);

  /**
   * Opens a shard that is there.
   *
   * @param thorough whether every page is read and checked first, as is done for a shard that was
   *     quarantined
   * @throws StorageFault {@link dev.cairn.ErrorCode#SHARD_QUARANTINED} with the reason as detail if
   *     the shard is missing, damaged, of a newer version or unreadable; another code if the fault
   *     may pass
   */
  ShardStore open(ShardId id, dev.cairn.Durability durability, boolean thorough);

  /** Deletes the closed shard and all that belongs to it. Does nothing if it is not there. */
  void delete(ShardId id);

  /**
   * Tells of every shard that is kept, in no order, and clears away what was left by creations that
   * were cut short. A shard that is kept but can't be read is told of too if its id is known.
   */
  void forEachShard(Consumer<KeptShard> consumer);

  /** The files that its shards lie in; null if they lie in none. */
  @Nullable ShardFiles files();

  /**
   * A copy of an open shard as of now, whole and checked, while it is read and written. The caller
   * closes it.
   *
   * @param store one of this driver's, which stays open meanwhile
   * @throws StorageFault if it can't be made; nothing is left behind
   */
  ShardImage image(ShardStore store);

  /** The snapshots of its shards. */
  SnapshotStore snapshots();

  /** Closes what the driver itself holds; every shard has been closed before. */
  @Override
  void close();
}
