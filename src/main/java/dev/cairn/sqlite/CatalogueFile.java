package dev.cairn.sqlite;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Ticker;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/**
 * The open file {@code catalogue.sqlite}, which the lists of shards and of keys share. One
 * connection; steps on it are taken under this object's monitor, which is held over the sync of
 * each change. Any thread.
 */
final class CatalogueFile implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(CatalogueFile.class);
  private static final String FILE = "catalogue.sqlite";

  /** Page cache of the one connection. */
  private static final long CACHE_BYTES = 1L << 20;

  private final ConnectionSource source;
  private final KeptConnection connection;
  private final Checkpointer checkpointer;
  private final Faults faults;
  private boolean closed;

  /**
   * Opens the file, or makes it if there is none. The driver has locked the directory before.
   *
   * @throws StorageFault if the file is damaged, foreign, a link, of a newer version, or can't be
   *     used
   * @throws UncheckedIOException if the file can't be made
   */
  CatalogueFile(Path dataDirectory, Clock clock) {
    DatabasePath path = new DatabasePath(dataDirectory.toAbsolutePath().resolve(FILE));
    this.faults = new Faults(path, Long.MAX_VALUE);
    try (Unwinding unwinding = new Unwinding()) {
      makeIfMissing(path);
      new FileCheck(dataDirectory.toAbsolutePath()).check(path);
      this.source =
          unwinding.add(
              ConnectionSource.writer(
                  path,
                  Schema.CATALOGUE.applicationId(),
                  Durability.FULL,
                  SqliteSettings.DEFAULT,
                  new CacheShares(CACHE_BYTES)));
      this.connection = unwinding.add(source.connect());
      Schema.CATALOGUE.migrate(connection, clock.millis());
      this.checkpointer = new Checkpointer(connection, path, SqliteSettings.DEFAULT, Ticker.SYSTEM);
      unwinding.keep();
    } catch (SQLException e) {
      throw named(faults.of(e));
    } catch (StorageFault e) {
      throw named(e);
    } catch (IOException e) {
      throw new UncheckedIOException("The catalogue can't be made", e);
    }
  }

  /** Only an empty file is made a catalogue: one that somebody filled is somebody's. */
  private static void makeIfMissing(DatabasePath path) throws SQLException, IOException {
    if (!Files.exists(path.file(), LinkOption.NOFOLLOW_LINKS)) {
      ShardDirectory.deleteSideFiles(path);
      DataDirectory.makeFile(path.file());
    }
    if (!Files.isRegularFile(path.file(), LinkOption.NOFOLLOW_LINKS)
        || Files.size(path.file()) > 0) {
      return;
    }
    SQLiteDataSource plain = new SQLiteDataSource();
    plain.setUrl(path.url("rw"));
    try (Connection making = plain.getConnection();
        Statement statement = making.createStatement()) {
      statement.execute("pragma application_id=" + Schema.CATALOGUE.applicationId());
    }
  }

  private static StorageFault named(StorageFault fault) {
    return StorageFault.of(
        fault.code(),
        "The catalogue of shards, " + FILE + ", can't be used. " + fault.detail(),
        fault);
  }

  /**
   * The statement for a text of this room's own. To be called in steps only.
   *
   * @see KeptConnection#statement
   */
  PreparedStatement statement(String sql) throws SQLException {
    return connection.statement(sql);
  }

  /**
   * Looks something up.
   *
   * @throws CairnException as the interfaces of the catalogue tell
   */
  synchronized <T extends @Nullable Object> T read(Steps<T> steps) {
    return guarded(steps);
  }

  /**
   * Makes a change as one transaction, which is synced when the call returns.
   *
   * @param bytes about how many it writes
   * @throws CairnException as the interfaces of the catalogue tell; nothing was changed
   */
  synchronized void change(long bytes, Steps<?> steps) {
    guarded(() -> WriteTransaction.run(connection, steps));
    checkpointer.committed(bytes);
    try {
      checkpointer.runIfDue();
    } catch (SQLException e) {
      // The change itself is on disk; the log stays in use and is tried again with the next one.
      LOG.warn("The log of the catalogue stays in use", e);
    }
  }

  private <T extends @Nullable Object> T guarded(Steps<T> steps) {
    try {
      return steps.run();
    } catch (SQLException e) {
      // A statement that failed may have been finalized; the next call prepares it anew.
      connection.forgetStatements();
      StorageFault fault = faults.of(e);
      if (fault.code() == ErrorCode.STORAGE_FULL || fault.code() == ErrorCode.SHARD_BUSY) {
        throw fault;
      }
      throw new CairnException(ErrorCode.INTERNAL, "The catalogue failed.", e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (Unwinding all = new Unwinding()) {
      all.add(source);
      all.add(connection);
      all.add(checkpointer::run);
    } catch (SQLException e) {
      // The log stays beside the file, and the next open takes it up: nothing is lost.
      LOG.warn("The catalogue was closed with a failure; its log may be left", e);
    }
  }
}
