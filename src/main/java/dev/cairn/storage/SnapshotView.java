package dev.cairn.storage;

/** A snapshot that is open for reads. Any thread. */
public interface SnapshotView extends AutoCloseable {

  /** The last revision in it. */
  long revision();

  /**
   * A reader, waited for if all are lent; it sees the snapshot, but for the entries that have
   * expired since.
   *
   * @throws StorageFault {@link dev.cairn.ErrorCode#SHARD_BUSY} if none came free in the driver's
   *     time limit
   */
  ShardReader reader();

  /** Closes it; no reader is lent. Idempotent. */
  @Override
  void close();
}
