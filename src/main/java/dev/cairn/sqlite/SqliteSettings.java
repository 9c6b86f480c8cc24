package dev.cairn.sqlite;

import dev.cairn.storage.AnswerSettings;
import dev.cairn.storage.FeedSettings;

/**
 * How SQLite is used.
 *
 * @param cacheTotalBytes page cache of all connections in use together, from 1 MiB; each gets an
 *     equal share, at least 16 KiB and at most 20 MB
 * @param mmapBytes how much of each file a connection maps into memory; 0 for none, at most 1 TiB,
 *     the most that this build of SQLite maps
 * @param pageSize bytes of a page of files yet to be made: a power of two, 512 to 65,536
 * @param busyTimeoutMillis how long a connection waits for a lock of another process, up to 60,000
 * @param readers most readers of an open shard for reads that may wait, 1 to 64
 * @param readerWaitMillis how long a read waits for a reader when all are lent, 1 to 600,000
 * @param checkpointBytes size of a write-ahead log from which it is moved into its file
 * @param checkpointMillis age from which a commit that is only in the log is moved into its file
 * @param shardBytes largest shard file, from 1 MiB
 * @param feed how many changes of a shard are kept
 * @param answers how many answers of a shard are kept
 */
public record SqliteSettings(
    long cacheTotalBytes,
    long mmapBytes,
    int pageSize,
    int busyTimeoutMillis,
    int readers,
    int readerWaitMillis,
    long checkpointBytes,
    long checkpointMillis,
    long shardBytes,
    FeedSettings feed,
    AnswerSettings answers) {

  private static final long MIB = 1L << 20;

  /** What holds where a deployment sets nothing. */
  public static final SqliteSettings DEFAULT =
      new SqliteSettings(
          64 * MIB, 0, 4096, 5000, 4, 5000, 4 * MIB, 30_000, 2048 * MIB, FeedSettings.DEFAULT);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public SqliteSettings {
    require(cacheTotalBytes, MIB, 1L << 40, "cache-total");
    require(mmapBytes, 0, 1L << 40, "mmap");
    require(pageSize, 512, 65_536, "page-size");
    if (Integer.bitCount(pageSize) != 1) {
      throw new IllegalArgumentException(
          "cairn.sqlite.page-size is " + pageSize + "; it must be a power of two");
    }
    require(busyTimeoutMillis, 0, 60_000, "busy-timeout");
    require(readers, 1, 64, "readers");
    require(readerWaitMillis, 1, 600_000, "reader-wait");
    require(checkpointBytes, 4096, 1L << 40, "checkpoint-size");
    require(checkpointMillis, 1, 86_400_000, "checkpoint-age");
    require(shardBytes, MIB, 1L << 44, "shard-bytes");
  }

  /** As the other, with the answers that are kept where nothing says how many. */
  public SqliteSettings(
      long cacheTotalBytes,
      long mmapBytes,
      int pageSize,
      int busyTimeoutMillis,
      int readers,
      int readerWaitMillis,
      long checkpointBytes,
      long checkpointMillis,
      long shardBytes,
      FeedSettings feed) {
    this(
        cacheTotalBytes,
        mmapBytes,
        pageSize,
        busyTimeoutMillis,
        readers,
        readerWaitMillis,
        checkpointBytes,
        checkpointMillis,
        shardBytes,
        feed,
        AnswerSettings.DEFAULT);
  }

  private static void require(long value, long least, long most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "cairn.sqlite." + name + " is " + value + "; it must be from " + least + " to " + most);
    }
  }
}
