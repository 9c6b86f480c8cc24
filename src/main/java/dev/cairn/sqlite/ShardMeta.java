package dev.cairn.sqlite;

import dev.cairn.ShardId;
import dev.cairn.storage.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * What a shard's file says of itself.
 *
 * @param created when it was made, in milliseconds since 1970 UTC
 * @param revision of its last committed unit
 * @param epoch of its backup, 0 for none yet
 * @param entries how many it has
 * @param nextExpiry when the first of them expires, as {@link ExpiredRows#next} tells
 * @param unfinishedIndexes see {@link dev.cairn.storage.ShardStore#unfinishedIndexes}
 */
record ShardMeta(
    long created,
    long revision,
    long epoch,
    long entries,
    long nextExpiry,
    List<Operation.OnIndex> unfinishedIndexes) {

  private static final String META = "select shard, created, revision, epoch, entries from meta";

  /**
   * Reads it.
   *
   * @throws dev.cairn.storage.StorageFault if it says nothing, or that it is another's
   */
  static ShardMeta of(KeptConnection connection, ShardId id) throws SQLException {
    try (ResultSet row = connection.statement(META).executeQuery()) {
      if (!row.next()) {
        throw Faults.damaged("Its file says nothing of the shard it holds.");
      }
      if (!id.value().equals(row.getString(1))) {
        throw Faults.damaged("Its file holds another shard.");
      }
      return new ShardMeta(
          row.getLong(2),
          row.getLong(3),
          row.getLong(4),
          row.getLong(5),
          ExpiredRows.next(connection),
          IndexReads.unfinished(connection));
    }
  }
}
