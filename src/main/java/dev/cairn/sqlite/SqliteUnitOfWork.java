package dev.cairn.sqlite;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.storage.Change;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.Parts;
import dev.cairn.storage.UnitOfWork;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The transaction on the writer connection of an open shard. One thread. */
final class SqliteUnitOfWork implements UnitOfWork {

  private static final String REVISION = "update meta set revision=?1, entries=?2";

  private final SqliteShardStore store;
  private final KeptConnection connection;
  private final WriterNamespaces namespaces;
  private final Faults faults;
  private boolean open = true;
  private boolean marked;
  private boolean savepoint;

  /** Of the values and metadata that were written. */
  private long bytes;

  /** Added to the feed, those that were undone again counted. */
  private int changes;

  /** Of the shard, these steps counted. */
  private long entries;

  /** Of the shard, when the mark was set. */
  private long entriesAtMark;

  /** Takes over a transaction that has begun. */
  SqliteUnitOfWork(
      SqliteShardStore store,
      KeptConnection connection,
      WriterNamespaces namespaces,
      Faults faults) {
    this.store = store;
    this.connection = connection;
    this.namespaces = namespaces;
    this.faults = faults;
    this.entries = store.capacity().entries();
  }

  private <T extends @Nullable Object> T reading(Steps<T> steps) {
    try {
      return steps.run();
    } catch (SQLException e) {
      connection.forgetStatements();
      throw faults.of(e);
    }
  }

  private <T extends @Nullable Object> T writing(Steps<T> steps) {
    return reading(
        () -> {
          setSavepoint();
          return steps.run();
        });
  }

  /** A mark costs nothing until something is written after it. */
  private void setSavepoint() throws SQLException {
    if (marked) {
      if (savepoint) {
        connection.execute("release unit");
      }
      connection.execute("savepoint unit");
      savepoint = true;
      marked = false;
    }
  }

  @Override
  public @Nullable Entry get(Namespace namespace, Key key, Parts parts) {
    return reading(
        () -> {
          WriterNamespaces.Row row = namespaces.find(namespace);
          return row == null ? null : connection.pointGet(parts).run(row.id(), key);
        });
  }

  private PreparedStatement onEntry(String sql, long namespace, Key key) throws SQLException {
    PreparedStatement statement = connection.statement(sql);
    statement.setLong(1, namespace);
    statement.setBytes(2, key.utf8());
    return statement;
  }

  @Override
  public @Nullable NamespaceInfo namespace(Namespace namespace) {
    return reading(
        () -> {
          WriterNamespaces.Row row = namespaces.find(namespace);
          return row == null ? null : row.info();
        });
  }

  @Override
  public void createNamespace(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) {
    writing(
        () -> {
          namespaces.insert(namespace, metadata, stamp);
          return true;
        });
  }

  @Override
  public void setNamespaceMetadata(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) {
    writing(
        () -> {
          namespaces.update(namespace, metadata, stamp);
          return true;
        });
  }

  @Override
  public void removeNamespace(Namespace namespace) {
    writing(
        () -> {
          namespaces.delete(namespace);
          return true;
        });
  }

  @Override
  public boolean put(
      Namespace namespace, Key key, JsonText value, MetadataChange metadata, Stamp stamp) {
    return writing(
        () -> {
          long id = namespaces.id(namespace);
          boolean added =
              metadata instanceof MetadataChange.Keep
                  ? put(
                      EntryWrites.OVERWRITE,
                      EntryWrites.INSERT,
                      id,
                      key.utf8(),
                      stamp.revision(),
                      stamp.now(),
                      value.utf8())
                  : put(
                      EntryWrites.OVERWRITE_WITH_METADATA,
                      EntryWrites.INSERT_WITH_METADATA,
                      id,
                      key.utf8(),
                      stamp.revision(),
                      stamp.now(),
                      value.utf8(),
                      replacement(metadata));
          bytes += value.size() + size(metadata);
          entries += added ? 1 : 0;
          return added;
        });
  }

  /**
   * Overwrites an entry, or inserts it if it is not there. One upsert that returns which it was
   * takes half as long again: it looks for a new row's id first, and keeps what it returns in a
   * table of its own.
   *
   * @return whether it was inserted
   */
  private boolean put(String overwrite, String insert, @Nullable Object... binds)
      throws SQLException {
    if (connection.direct(overwrite).change(binds) > 0) {
      return false;
    }
    connection.direct(insert).run(binds);
    return true;
  }

  private static int size(MetadataChange metadata) {
    return metadata instanceof MetadataChange.Replace(JsonText text) ? text.size() : 0;
  }

  private static byte @Nullable [] replacement(MetadataChange metadata) {
    return switch (metadata) {
      case MetadataChange.Replace replace -> replace.metadata().utf8();
      case MetadataChange.Clear clear -> null;
      case MetadataChange.Keep keep -> throw new IllegalArgumentException("keeps them");
      case MetadataChange.Merge merge ->
          throw new IllegalArgumentException("A patch of metadata is not a primitive step");
    };
  }

  @Override
  public void setMetadata(Namespace namespace, Key key, @Nullable JsonText metadata, Stamp stamp) {
    writing(
        () -> {
          PreparedStatement statement =
              onEntry(EntryWrites.SET_METADATA, namespaces.id(namespace), key);
          statement.setLong(3, stamp.revision());
          statement.setLong(4, stamp.now());
          statement.setBytes(5, metadata == null ? null : metadata.utf8());
          return statement.executeUpdate();
        });
  }

  @Override
  public boolean delete(Namespace namespace, Key key) {
    return writing(
        () -> {
          WriterNamespaces.Row row = namespaces.find(namespace);
          boolean deleted =
              row != null && onEntry(EntryWrites.DELETE, row.id(), key).executeUpdate() > 0;
          entries -= deleted ? 1 : 0;
          return deleted;
        });
  }

  @Override
  public long clear(Namespace namespace) {
    return writing(
        () -> {
          PreparedStatement statement = connection.statement(EntryWrites.CLEAR);
          statement.setLong(1, namespaces.id(namespace));
          long cleared = statement.executeLargeUpdate();
          entries -= cleared;
          return cleared;
        });
  }

  @Override
  public void record(Change.Kind kind, Namespace namespace, @Nullable Key key, Stamp stamp) {
    reading(
        () -> {
          Feed.record(connection, kind, namespace, key, stamp);
          return true;
        });
    changes++;
  }

  @Override
  public boolean hasRoomForEntry() {
    return entries < store.capacity().maxEntries();
  }

  @Override
  public boolean isEmpty(Namespace namespace) {
    return reading(
        () -> {
          PreparedStatement statement = connection.statement(EntryWrites.ANY);
          statement.setLong(1, namespaces.id(namespace));
          try (ResultSet rows = statement.executeQuery()) {
            return !rows.next();
          }
        });
  }

  @Override
  public void mark() {
    marked = true;
    entriesAtMark = entries;
  }

  @Override
  public void undoToMark() {
    if (marked || !savepoint) {
      return;
    }
    namespaces.forget();
    entries = entriesAtMark;
    reading(
        () -> {
          connection.execute("rollback to unit");
          return true;
        });
  }

  @Override
  public void commit(long revision) {
    reading(
        () -> {
          connection.direct(REVISION).run(new Object[] {revision, entries});
          return true;
        });
    try {
      connection.execute("commit");
    } catch (SQLException e) {
      connection.forgetStatements();
      throw faults.ofCommit(e);
    }
    open = false;
    store.committed(revision, entries, bytes, changes);
  }

  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    namespaces.forget();
    try {
      connection.execute("rollback");
    } catch (SQLException ignored) {
      // SQLite has rolled back by itself after some errors; there is nothing left to undo.
      connection.forgetStatements();
    }
  }
}
