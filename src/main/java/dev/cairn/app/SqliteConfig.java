package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.sqlite}; see {@link CairnConfig}. */
public interface SqliteConfig {

  /**
   * Page cache of all connections that were used in the last 10 s together, in bytes, and at most a
   * quarter of the memory that the control group allows; each gets an equal share of at most 20 MB,
   * and those that were not used free theirs. Below 16 KiB no share falls, so more connections at
   * work than the total has room for (4,096 by default) take that much each.
   */
  @WithDefault("67108864")
  long cacheTotal();

  /**
   * How much of each file a connection maps into memory, in bytes; 0 for none, at most 1 TiB. It
   * counts for every connection, so keep it off where many shards are open.
   */
  @WithDefault("0")
  long mmap();

  /** Bytes of a page of files yet to be made: a power of two, 512 to 65536. */
  @WithDefault("4096")
  int pageSize();

  /**
   * How long a connection waits for a lock of another process on its file, such as that of a
   * backup.
   */
  @WithDefault("5s")
  Duration busyTimeout();

  /**
   * Most readers of an open shard for lists, queries and other reads that may take long. Short
   * reads may use one more for each processor.
   */
  @WithDefault("4")
  int readers();

  /** How long a read waits for a reader when all are lent, before it is answered 503. */
  @WithDefault("5s")
  Duration readerWait();

  /** Size of a write-ahead log, in bytes, from which it is moved into its file. */
  @WithDefault("4194304")
  long checkpointSize();

  /** Age from which a write that is only in the log is moved into its file. */
  @WithDefault("30s")
  Duration checkpointAge();
}
