package dev.cairn.storage;

import dev.cairn.Durability;
import dev.cairn.Quotas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One open shard. Reads may come from any thread, each with a reader of its own; units of work come
 * one at a time, from whatever thread the shard's writer is on.
 */
public interface ShardStore extends AutoCloseable {

  /** Most steps of {@link #unfinishedIndexes}; what is beyond goes on when it is asked for. */
  int MOST_UNFINISHED = 100;

  /**
   * The revision of the last committed unit. Any thread; never older than a commit that has
   * returned.
   */
  long revision();

  /**
   * When the next entry expires, as far as is known, in milliseconds since 1970 UTC: never later
   * than it does. {@link Long#MAX_VALUE} if none will. Any thread.
   */
  long nextExpiry();

  /**
   * The steps that go on with what was under way on declared indexes when the shard was opened: of
   * those that were building, and of what dropped ones had left. Each is to be repeated until it
   * finds nothing to do. At most {@link #MOST_UNFINISHED}; any thread.
   */
  List<Operation.OnIndex> unfinishedIndexes();

  /** When the shard was made, in milliseconds since 1970 UTC. */
  long created();

  /** What acknowledged writes survive, from now on. Called on the writer's turn. */
  void setDurability(Durability durability);

  /**
   * Bounds what the shard may hold from now on, by the bytes and entries that are named. What is
   * there already stays. Called on the writer's turn.
   */
  void setQuotas(Quotas quotas);

  /** A reader if one is free this moment, or null. Never waits: for event loops. */
  @Nullable ShardReader tryReader();

  /**
   * A reader, waited for if all are lent.
   *
   * @throws StorageFault {@link dev.cairn.ErrorCode#SHARD_BUSY} if none came free in the driver's
   *     time limit
   */
  ShardReader reader();

  /**
   * A reader for one who will keep it for long: it takes none away from those who wait for {@link
   * #reader}. Its borrower bounds how many there are; may block, but not on other readers.
   *
   * @throws StorageFault if it can't be had
   */
  default ShardReader keptReader() {
    return reader();
  }

  /**
   * Begins a transaction. One at a time; the writer's turn.
   *
   * @throws StorageFault if it can't begin
   */
  UnitOfWork begin();

  /** Whether a commit waits for the disk, as that of a shard whose writes are durable does. */
  boolean commitWaitsForDisk();

  /** Whether {@link #maintain} has something to do that waits for the disk. The writer's turn. */
  boolean maintenanceIsDue();

  /**
   * Whether it holds memory or open files that {@link #maintain} lets go of once they were not used
   * for a while. Any thread.
   */
  boolean wantsVisits();

  /**
   * Housekeeping that is due, such as a checkpoint; returns at once when none is. Called on the
   * writer's turn, after the callers have been answered, and now and then on an idle shard. Never
   * throws for what a later turn can make good.
   */
  void maintain();

  /** Its file, for those who copy it as it is written; null if the shard lies in no file. */
  @Nullable ReplicatedFile file();

  /** Sizes, as of now. Any thread. */
  StoreSizes sizes();

  /** Closes readers, then the writer. No reader is lent and no unit is open. Idempotent. */
  @Override
  void close();
}
