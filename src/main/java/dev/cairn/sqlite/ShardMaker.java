package dev.cairn.sqlite;

import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * Puts a shard's file together under another name, makes it durable and only then gives it its own.
 * Cut short at any point, it leaves a file that no one takes for a shard. Any thread.
 */
final class ShardMaker {

  private static final String META =
      "insert into meta(one, shard, created, revision, horizon) values(1, ?1, ?2, ?3, ?3)";
  private static final String DEFAULT_NAMESPACE =
      "insert into namespaces(id, name, version, created, updated) values("
          + NamespaceIds.DEFAULT
          + ", ?1, ?2, ?3, ?3)";

  private final ShardDirectory directory;
  private final SqliteSettings settings;
  private final CacheShares shares;

  ShardMaker(ShardDirectory directory, SqliteSettings settings, CacheShares shares) {
    this.directory = directory;
    this.settings = settings;
    this.shares = shares;
  }

  /**
   * Makes the file; no shard of that name is there.
   *
   * @throws StorageFault if it can't be made; nothing is left behind
   */
  void make(ShardId id, NewShard shard, DatabasePath path) {
    try {
      directory.makeParent(path);
    } catch (IOException e) {
      throw faultOf(e);
    }
    DatabasePath unfinished = path.unfinished();
    Faults faults = new Faults(unfinished, Long.MAX_VALUE);
    boolean made = false;
    try {
      ShardDirectory.delete(unfinished);
      ShardDirectory.deleteSideFiles(path);
      DataDirectory.makeFile(unfinished.file());
      fill(unfinished, id, shard);
      finish(unfinished, path);
      made = true;
    } catch (SQLException e) {
      throw faults.of(e);
    } catch (IOException e) {
      throw faultOf(e);
    } finally {
      if (!made) {
        clearAway(unfinished, path);
      }
    }
  }

  private void fill(DatabasePath unfinished, ShardId id, NewShard shard) throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(unfinished.url("rw"));
    try (Connection connection = source.getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("pragma page_size=" + settings.pageSize());
        // Nothing is safe before the rename, so nothing need be synced or undone before it.
        statement.execute("pragma synchronous=off");
        statement.execute("pragma journal_mode=memory");
        statement.execute("pragma application_id=" + Schema.SHARD.applicationId());
      }
      try (KeptConnection kept =
          new KeptConnection(connection, connection.unwrap(SQLiteConnection.class), shares)) {
        Schema.SHARD.migrate(kept, shard.created());
        WriteTransaction.run(kept, () -> insertFirstRows(kept, id, shard));
        kept.forgetStatements();
        // Kept in the header: every later connection finds the file in this mode.
        kept.once("pragma journal_mode=wal");
      }
    }
  }

  private static int insertFirstRows(KeptConnection kept, ShardId id, NewShard shard)
      throws SQLException {
    PreparedStatement meta = kept.statement(META);
    meta.setString(1, id.value());
    meta.setLong(2, shard.created());
    meta.setLong(3, shard.baseRevision());
    meta.executeUpdate();
    PreparedStatement namespace = kept.statement(DEFAULT_NAMESPACE);
    namespace.setString(1, Namespace.DEFAULT.value());
    namespace.setLong(2, shard.baseRevision());
    namespace.setLong(3, shard.created());
    return namespace.executeUpdate();
  }

  /** Makes a whole file durable, and then gives it the name of a shard. */
  static void finish(DatabasePath unfinished, DatabasePath path) throws IOException {
    FileFacts.mend(unfinished.file());
    try (FileChannel file = FileChannel.open(unfinished.file(), StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.move(unfinished.file(), path.file(), StandardCopyOption.ATOMIC_MOVE);
    DataDirectory.sync(path.parent());
  }

  /** What a failure of the disk means to whoever wanted a file made. */
  static StorageFault faultOf(IOException e) {
    String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    if (reason != null && (reason.contains("No space") || reason.contains("quota"))) {
      return StorageFault.of(
          ErrorCode.STORAGE_FULL,
          "The disk has no room left for another shard or a copy of one.",
          e);
    }
    if (reason != null && reason.contains("Too many open files")) {
      return StorageFault.of(
          ErrorCode.SHARD_BUSY, "The process has too many files open to make a shard now.", e);
    }
    return StorageFault.of(ErrorCode.INTERNAL, "The shard's file can't be made.", e);
  }

  private static void clearAway(DatabasePath unfinished, DatabasePath path) {
    try {
      ShardDirectory.delete(unfinished);
      ShardDirectory.delete(path);
    } catch (IOException ignored) {
      // The failure that led here is the one to report; the next start clears away the rest.
    }
  }
}
