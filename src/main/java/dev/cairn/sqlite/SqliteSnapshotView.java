package dev.cairn.sqlite;

import dev.cairn.storage.ShardReader;
import dev.cairn.storage.SnapshotView;
import java.sql.SQLException;
import java.time.Clock;
import org.jboss.logging.Logger;

/** See {@link SnapshotView}: read-only connections to a file that nobody writes. */
final class SqliteSnapshotView implements SnapshotView {

  private static final Logger LOG = Logger.getLogger(SqliteSnapshotView.class);

  private final ConnectionSource source;
  private final ReaderPool pool;
  private final long revision;

  private SqliteSnapshotView(ConnectionSource source, ReaderPool pool, long revision) {
    this.source = source;
    this.pool = pool;
    this.revision = revision;
  }

  /**
   * Opens the file of a snapshot, which is of this program's version.
   *
   * @throws dev.cairn.storage.StorageFault if it can't be opened; nothing is left open
   */
  static SqliteSnapshotView open(
      DatabasePath path, SqliteSettings settings, CacheShares shares, Clock clock) {
    Faults faults = new Faults(path, Long.MAX_VALUE);
    try (Unwinding unwinding = new Unwinding()) {
      ConnectionSource source =
          unwinding.add(
              ConnectionSource.frozen(path, Schema.SHARD.applicationId(), settings, shares));
      ReaderPool pool =
          unwinding.add(new ReaderPool(source, faults, new NamespaceIds(), settings, clock));
      long revision = ShardFileReader.revision(path);
      unwinding.keep();
      return new SqliteSnapshotView(source, pool, revision);
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public ShardReader reader() {
    return pool.borrow();
  }

  @Override
  public void close() {
    try (Unwinding all = new Unwinding()) {
      all.add(source);
      all.add(pool);
    } catch (SQLException e) {
      LOG.warn("A snapshot was closed with a failure", e);
    }
  }
}
