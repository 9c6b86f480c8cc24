package dev.cairn.storage;

import dev.cairn.ShardId;
import java.util.concurrent.atomic.AtomicLong;

/** A driver as the contract suite holds it: one instance for each test. */
public interface DriverUnderTest extends AutoCloseable {

  /** What the driver takes for the time, in milliseconds since 1970 UTC, until it is set. */
  AtomicLong time();

  /** The driver; after {@link #restart} another one. */
  StorageDriver driver();

  /**
   * Closes the driver and starts another one over the same data, as a new process would. Every
   * store has been closed before. Does nothing for a driver whose shards end with the process.
   */
  void restart();

  /**
   * Throws an {@link AssertionError} unless no reader of the store is lent and no unit of work is
   * open, as far as the driver can tell, and what the driver keeps of the shard is sound.
   */
  void checkSound(ShardId id, ShardStore store);

  @Override
  void close();
}
