package dev.cairn.bench;

import dev.cairn.JsonText;
import dev.cairn.Key;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * The least that a put costs in Java: one connection with kept statements on a copy of a shard, the
 * same pragmas, the same statements, the same checkpoints; no queue, no checks, no room. One
 * thread.
 */
final class BareConnection implements AutoCloseable {

  private static final long CHECKPOINT_BYTES = 4L << 20;

  private final SQLiteConnection connection;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement revise;
  private final PreparedStatement overwrite;
  private final Path log;
  private long revision = 1_000_000;

  BareConnection(Path file) throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file);
    connection = source.getConnection().unwrap(SQLiteConnection.class);
    log = Path.of(file + "-wal");
    try (Statement statement = connection.createStatement()) {
      for (String pragma :
          new String[] {
            "busy_timeout=5000",
            "cache_size=-20000",
            "temp_store=memory",
            "foreign_keys=on",
            "wal_autocheckpoint=0",
            "trusted_schema=off",
            "journal_mode=wal",
            "synchronous=normal"
          }) {
        statement.execute("pragma " + pragma);
      }
    }
    connection.getConnectionConfig().setAutoCommit(false);
    begin = connection.prepareStatement("begin immediate");
    commit = connection.prepareStatement("commit");
    revise = connection.prepareStatement("update meta set revision=?1");
    overwrite =
        connection.prepareStatement(
            "update entries set version=?2, updated=max(created, ?3), value=cast(?4 as text)"
                + " where namespace=1 and key=?1");
  }

  /** Overwrites an entry in a transaction of its own. */
  void put(Key key, JsonText value) throws SQLException {
    revision++;
    begin.execute();
    overwrite.setBytes(1, key.utf8());
    overwrite.setLong(2, revision);
    overwrite.setLong(3, System.currentTimeMillis());
    overwrite.setBytes(4, value.utf8());
    if (overwrite.executeUpdate() != 1) {
      throw new IllegalStateException("the entry was not there");
    }
    revise.setLong(1, revision);
    revise.executeUpdate();
    commit.execute();
    if (log.toFile().length() >= CHECKPOINT_BYTES) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("pragma wal_checkpoint(truncate)");
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.getConnectionConfig().setAutoCommit(true);
    connection.close();
  }
}
