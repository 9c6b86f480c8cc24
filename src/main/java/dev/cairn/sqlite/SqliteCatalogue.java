package dev.cairn.sqlite;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/**
 * The catalogue in a file {@code catalogue.sqlite} of its own in the data directory. One
 * connection, guarded by this object's monitor: changes are rare, and look-ups happen only where a
 * shard is not open. Every change is synced before its call returns.
 */
public final class SqliteCatalogue implements Catalogue {

  /** About what a change of one shard writes. */
  private static final int CHANGE_BYTES = 256;

  private static final Logger LOG = Logger.getLogger(SqliteCatalogue.class);
  private static final String FILE = "catalogue.sqlite";
  private static final String ABOVE_ALL = "\uffff";
  private static final String FIND = "select id, durability, created from shards where id=?1";
  private static final String BASE = "select base from removed where id=?1";
  private static final String PUT =
      "insert into shards(id, durability, created) values(?1, ?2, ?3)"
          + " on conflict(id) do update set durability=?2, created=?3";
  private static final String DROP = "delete from shards where id=?1";

  /** The table "removed" has a row for every id whose history is no longer the first. */
  private static final String RAISE_BASE =
      "insert into removed(id, base) values(?1, ?2)"
          + " on conflict(id) do update set base=max(base, ?2)";

  private static final String LIST =
      "select id, durability, created from shards where id>=?1 and id>?2 and id<?3 order by id"
          + " limit ?4";
  private static final String COUNT = "select count(*) from shards";

  /** Page cache of the one connection. */
  private static final long CACHE_BYTES = 1L << 20;

  private final ConnectionSource source;
  private final KeptConnection connection;
  private final Checkpointer checkpointer;
  private final Faults faults;
  private boolean closed;

  /**
   * Opens the catalogue, or makes it if there is none. The driver has locked the directory before.
   *
   * @throws StorageFault if the file is damaged, foreign, a link, of a newer version, or can't be
   *     used
   * @throws UncheckedIOException if the file can't be made
   */
  public SqliteCatalogue(Path dataDirectory, Clock clock) {
    DatabasePath path = new DatabasePath(dataDirectory.toAbsolutePath().resolve(FILE));
    this.faults = new Faults(path, Long.MAX_VALUE);
    try (Unwinding unwinding = new Unwinding()) {
      makeIfMissing(path);
      ShardDirectory.checkFile(path);
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

  @Override
  public synchronized @Nullable ShardRecord find(ShardId id) {
    return guarded(
        () -> {
          try (ResultSet rows = query(FIND, id)) {
            return rows.next() ? shard(rows) : null;
          }
        });
  }

  @Override
  public synchronized long baseRevision(ShardId id) {
    return guarded(
        () -> {
          try (ResultSet rows = query(BASE, id)) {
            return rows.next() ? rows.getLong(1) : 0;
          }
        });
  }

  @Override
  public synchronized void put(ShardRecord shard) {
    changing(1, () -> putOne(shard));
  }

  @Override
  public synchronized void putAll(List<ShardRecord> all) {
    changing(
        all.size(),
        () -> {
          for (ShardRecord shard : all) {
            putOne(shard);
          }
          return all.size();
        });
  }

  private int putOne(ShardRecord shard) throws SQLException {
    PreparedStatement put = connection.statement(PUT);
    put.setString(1, shard.id().value());
    put.setString(2, shard.durability().word());
    put.setLong(3, shard.created());
    return put.executeUpdate();
  }

  @Override
  public synchronized void enterHistory(ShardId id, long begin) {
    guarded(() -> raiseBase(id, begin));
  }

  private int raiseBase(ShardId id, long base) throws SQLException {
    PreparedStatement raise = connection.statement(RAISE_BASE);
    raise.setString(1, id.value());
    raise.setLong(2, base);
    return raise.executeUpdate();
  }

  @Override
  public synchronized void remove(ShardId id, long nextBase) {
    changing(
        1,
        () -> {
          PreparedStatement drop = connection.statement(DROP);
          drop.setString(1, id.value());
          drop.executeUpdate();
          return raiseBase(id, nextBase);
        });
  }

  @Override
  public synchronized boolean isRemoved(ShardId id) {
    return find(id) == null && baseRevision(id) > 0;
  }

  @Override
  public synchronized List<ShardRecord> list(String prefix, @Nullable ShardId after, int limit) {
    return guarded(
        () -> {
          PreparedStatement list = connection.statement(LIST);
          list.setString(1, prefix);
          list.setString(2, after == null ? "" : after.value());
          list.setString(3, prefix + ABOVE_ALL);
          list.setInt(4, limit);
          List<ShardRecord> found = new ArrayList<>();
          try (ResultSet rows = list.executeQuery()) {
            while (rows.next()) {
              found.add(shard(rows));
            }
          }
          return found;
        });
  }

  @Override
  public synchronized long count() {
    return guarded(
        () -> {
          try (ResultSet rows = connection.statement(COUNT).executeQuery()) {
            rows.next();
            return rows.getLong(1);
          }
        });
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

  private ResultSet query(String sql, ShardId id) throws SQLException {
    PreparedStatement statement = connection.statement(sql);
    statement.setString(1, id.value());
    return statement.executeQuery();
  }

  private static ShardRecord shard(ResultSet row) throws SQLException {
    return new ShardRecord(
        new ShardId(row.getString(1)),
        Durability.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        row.getLong(3));
  }

  /**
   * Makes a change as one transaction.
   *
   * @param shards how many it is about
   */
  private void changing(int shards, Steps<?> change) {
    guarded(() -> WriteTransaction.run(connection, change));
    checkpointer.committed((long) shards * CHANGE_BYTES);
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
      throw new CairnException(ErrorCode.INTERNAL, "The catalogue of shards failed.", e);
    }
  }
}
