package dev.cairn.sqlite;

import dev.cairn.Quotas;
import java.sql.SQLException;

/**
 * What an open shard may hold, and how many entries it has. The writer's turn only, unless said
 * otherwise.
 */
final class Capacity {

  private final KeptConnection writer;
  private final Faults faults;

  /** The bound of the node, which no shard can raise. */
  private final long mostBytes;

  private long maxBytes;
  private long maxEntries = Long.MAX_VALUE;
  private long entries;

  /**
   * @param mostBytes what the connection was set up with
   * @param entries how many there are
   */
  Capacity(KeptConnection writer, Faults faults, long mostBytes, long entries) {
    this.writer = writer;
    this.faults = faults;
    this.mostBytes = mostBytes;
    this.maxBytes = mostBytes;
    this.entries = entries;
  }

  /** Bounds what may be held from now on; SQLite takes no fewer pages than the file has. */
  void set(Quotas quotas) throws SQLException {
    long bytes = quotas.bytes() == 0 ? mostBytes : Math.min(quotas.bytes(), mostBytes);
    if (bytes != maxBytes) {
      ConnectionSetup.boundPages(writer, bytes);
      faults.setMaxBytes(bytes);
      maxBytes = bytes;
    }
    maxEntries = quotas.entries() == 0 ? Long.MAX_VALUE : quotas.entries();
  }

  /** How many entries there are, as of the last commit. */
  long entries() {
    return entries;
  }

  /** How many entries there may be. */
  long maxEntries() {
    return maxEntries;
  }

  /** Takes note of a commit. */
  void committed(long entriesNow) {
    entries = entriesNow;
  }
}
