package dev.cairn.sqlite;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.storage.Change;
import dev.cairn.storage.ExpiredEntry;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.Parts;
import dev.cairn.storage.UnitOfWork;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transaction on the writer connection of an open shard. One thread. */
final class SqliteUnitOfWork implements UnitOfWork {

  private static final String REVISION = "update meta set revision=?1, entries=?2";

  private final SqliteShardStore store;
  private final KeptConnection connection;
  private final WriterNamespaces namespaces;
  private final EntryPuts puts;
  private final Faults faults;
  private boolean open = true;

  /** Whether no step has written so far. */
  private boolean untouched = true;

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

  /** When the next entry of the shard expires, or earlier, these steps counted. */
  private long nextExpiry;

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
    this.puts = new EntryPuts(connection);
    this.entries = store.capacity().entries();
    this.nextExpiry = store.nextExpiry();
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
          untouched = false;
          return steps.run();
        });
  }

  /** A step that tells nothing. */
  @FunctionalInterface
  private interface SilentStep {
    void run() throws SQLException;
  }

  private void change(SilentStep step) {
    writing(
        () -> {
          step.run();
          return true;
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
  public @Nullable Entry get(Namespace namespace, Key key, Parts parts, long now) {
    return reading(
        () -> {
          WriterNamespaces.Row row = namespaces.find(namespace);
          Entry entry = row == null ? null : connection.pointGet(parts).run(row.id(), key);
          return entry == null || entry.hasExpired(now) ? null : entry;
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
    change(() -> namespaces.insert(namespace, metadata, stamp));
  }

  @Override
  public void setNamespaceMetadata(Namespace namespace, @Nullable JsonText metadata, Stamp stamp) {
    change(() -> namespaces.update(namespace, metadata, stamp));
  }

  @Override
  public void removeNamespace(Namespace namespace) {
    change(() -> namespaces.delete(namespace));
  }

  @Override
  public boolean put(
      Namespace namespace,
      Key key,
      JsonText value,
      MetadataChange metadata,
      long expires,
      Stamp stamp) {
    EntryPuts.Effect effect =
        writing(
            () ->
                puts.put(
                    namespaces.id(namespace),
                    key,
                    value,
                    metadata,
                    expires,
                    nextExpiry != Long.MAX_VALUE,
                    stamp));
    bytes += value.size() + size(metadata);
    entries += effect == EntryPuts.Effect.INSERTED ? 1 : 0;
    if (expires != Entry.NEVER) {
      nextExpiry = Math.min(nextExpiry, expires);
    }
    return effect != EntryPuts.Effect.OVERWRITTEN;
  }

  private static int size(MetadataChange metadata) {
    return metadata instanceof MetadataChange.Replace(JsonText text) ? text.size() : 0;
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
  public boolean delete(Namespace namespace, Key key, Stamp stamp) {
    return writing(
        () -> {
          WriterNamespaces.Row row = namespaces.find(namespace);
          if (row == null) {
            return false;
          }
          PreparedStatement statement = onEntry(EntryWrites.DELETE, row.id(), key);
          statement.setLong(3, stamp.now());
          boolean deleted = statement.executeUpdate() > 0;
          entries -= deleted ? 1 : 0;
          return deleted;
        });
  }

  @Override
  public long clear(Namespace namespace, Stamp stamp) {
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
    change(() -> Feed.record(connection, kind, namespace, key, stamp));
    changes++;
  }

  @Override
  public List<ExpiredEntry> expire(int most, Stamp stamp) {
    boolean alone = untouched;
    List<ExpiredEntry> expired = writing(() -> ExpiredRows.remove(connection, most, stamp.now()));
    entries -= expired.size();
    nextExpiry = reading(() -> ExpiredRows.next(connection));
    if (alone && expired.isEmpty()) {
      // Nothing will be committed, and what was read is what was committed before.
      store.setNextExpiry(nextExpiry);
    }
    return expired;
  }

  @Override
  public boolean hasRoomForEntry() {
    return entries < store.capacity().maxEntries();
  }

  @Override
  public boolean isEmpty(Namespace namespace, Stamp stamp) {
    return reading(
        () -> {
          PreparedStatement statement = connection.statement(EntryWrites.ANY);
          statement.setLong(1, namespaces.id(namespace));
          statement.setLong(2, stamp.now());
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
    store.committed(revision, entries, nextExpiry, bytes, changes);
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
