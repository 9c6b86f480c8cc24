package dev.cairn.catalogue;

import dev.cairn.Quotas;
import dev.cairn.ShardId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The list of shards. Any thread. Each change is on disk (fsync) when its call returns. A failure
 * is a {@link dev.cairn.CairnException} with {@link dev.cairn.ErrorCode#STORAGE_FULL}, {@link
 * dev.cairn.ErrorCode#SHARD_BUSY} or {@link dev.cairn.ErrorCode#INTERNAL}, and nothing was changed.
 */
public interface Catalogue extends AutoCloseable {

  /** The shard, or null if there is none of that id. */
  @Nullable ShardRecord find(ShardId id);

  /**
   * The revision that a shard of this id begins at when it is made: 0, or what {@link #remove} left
   * for a deleted one. Of a listed shard: the begin of the latest history that it is known to have
   * come to.
   */
  long baseRevision(ShardId id);

  /** Adds a shard, or replaces what is known of it. */
  void put(ShardRecord shard);

  /**
   * Does for each of the shards what {@link #put} does, in one change: after a failure, or a crash
   * in the middle, none of them was added.
   *
   * @param shards any number, none included; the caller bounds it, since all of it is one
   *     transaction. Of several records of one shard the last one holds
   */
  void putAll(List<ShardRecord> shards);

  /**
   * Notes that a listed shard has come to another history, or is about to.
   *
   * @param begin the history's first revision; nothing changes if a later one is known
   */
  void enterHistory(ShardId id, long begin);

  /**
   * Takes a shard off the list. First step of a deletion: once it has returned, the shard is gone
   * for good and a driver's left-over of it is rubbish.
   *
   * @param nextBase the revision that a later shard of the same id begins at
   */
  void remove(ShardId id, long nextBase);

  /**
   * Whether a shard of this id was removed and none was added since: what is kept of it is rubbish.
   */
  boolean isRemoved(ShardId id);

  /**
   * A page of shards ordered by id, byte order.
   *
   * @param prefix only those whose id begins so; empty for all
   * @param after only those whose id is greater, or null
   * @param limit most of them, from 1
   */
  List<ShardRecord> list(String prefix, @Nullable ShardId after, int limit);

  /** The bounds of every shard that has some of its own. */
  Map<ShardId, Quotas> quotas();

  /** How many shards there are. */
  long count();

  @Override
  void close();
}
