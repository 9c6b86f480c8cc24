package dev.cairn.shard;

import dev.cairn.Outcome;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.SnapshotDraft;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The door to every shard of the node. Any thread.
 *
 * <p>Refusals that any call may give: {@link dev.cairn.ErrorCode#SHARD_NOT_FOUND}, {@link
 * dev.cairn.ErrorCode#SHARD_QUARANTINED} with the reason, {@link dev.cairn.ErrorCode#SHARD_BUSY}
 * while it is being closed or deleted, {@link dev.cairn.ErrorCode#TOO_MANY_OPEN_SHARDS}, {@link
 * dev.cairn.ErrorCode#SHUTTING_DOWN}.
 */
public interface Shards {

  /** The turns of one event loop, for its reads that need no waiting. */
  ReadTurn readTurn();

  /**
   * Reads on the calling thread, which may block: opens the shard if it is closed and waits for a
   * reader.
   */
  <T> T read(ShardId id, ShardRead<T> read);

  /**
   * As {@link #read}, for a read as short as those of a {@link ReadTurn}; how long it takes tells
   * the turns whether they may read the shard again.
   */
  <T> T readBriefly(ShardId id, ShardRead<T> read);

  /**
   * Writes to a shard; makes it first if it does not exist, parents are made by the first write,
   * and the unit changes something. Never blocks the calling thread.
   *
   * @return never completed exceptionally
   */
  CompletableFuture<Outcome<UnitResult>> write(ShardId id, WriteUnit unit);

  /** As {@link #write}, and waits, on a thread that may block. */
  Outcome<UnitResult> writeAndWait(ShardId id, WriteUnit unit);

  /**
   * Makes the shard, or changes the settings of one that is there. May block.
   *
   * @return whether it was made
   */
  boolean put(ShardId id, SettingsChange change);

  /** The bounds that hold for the shard, whether it exists or not. Cheap; any thread. */
  Quotas quotas(ShardId id);

  /** What is committed, told to those who wait for it. */
  Commits commits();

  /**
   * Closes the shard, deletes all of it and begins a new history should it be made again. Does
   * nothing if it does not exist. May block.
   */
  void delete(ShardId id);

  /**
   * Copies the shard as of now, whole, into a file of its own; reads and writes go on. May block.
   *
   * @param target where nothing lies yet
   * @throws dev.cairn.storage.StorageFault if it can't be done
   */
  void copy(ShardId id, Path target);

  /**
   * A copy of the shard as of now, whole and checked, which the caller closes; reads and writes go
   * on. May block.
   *
   * @throws dev.cairn.storage.StorageFault if it can't be made
   */
  ShardImage image(ShardId id);

  /**
   * Makes a snapshot of the shard as of now; reads and writes go on. May block.
   *
   * @throws dev.cairn.storage.StorageFault if it can't be made; nothing is left behind
   */
  Snapshot snapshot(ShardId id, SnapshotDraft draft);

  /**
   * Gives the shard another state in the place of its own, or makes it of that state if there is no
   * such shard, durably and in one step. A new history begins. Requests to the shard are refused
   * meanwhile as to one that is busy. May block.
   *
   * @throws dev.cairn.CairnException if it can't be done, {@link dev.cairn.ErrorCode#SHARD_EXISTS}
   *     among others; then the shard is as it was
   */
  void replace(ShardId id, Replacement replacement);

  /**
   * What is known of the shard. Opens it if it is closed, unless it is quarantined; never throws
   * for a quarantined one. May block.
   */
  ShardStatus status(ShardId id);

  /**
   * A page of shards ordered by id. Opens none. May block.
   *
   * @param prefix only those whose id begins so; empty for all
   * @param after only those whose id is greater, or null
   * @param limit most of them, from 1; a caller that wants to know of more asks for one more
   */
  List<ShardSummary> list(String prefix, @Nullable ShardId after, int limit);

  /** Figures for health and metrics; cheap. */
  RegistryFigures figures();

  /**
   * A read of a shard.
   *
   * @param <T> what it yields, never null
   */
  @FunctionalInterface
  interface ShardRead<T> {

    /**
     * Reads.
     *
     * @param reader only during the call
     * @param revision a revision of the shard not newer than what is read; tells the history
     */
    T read(ShardReader reader, long revision);
  }
}
