package dev.cairn.sqlite;

import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.storage.AnswerWork;
import dev.cairn.storage.Change;
import dev.cairn.storage.ExpiredEntry;
import dev.cairn.storage.IndexWork;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.Parts;
import dev.cairn.storage.UnitOfWork;
import java.sql.PreparedStatement;
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
  private final UnitMark mark;
  private final Faults faults;
  private boolean open = true;

  /** Whether no step has written so far. */
  private boolean untouched = true;

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
    this.mark = new UnitMark(connection);
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
          mark.beforeWriting();
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

  /** As {@link #writing}; a refusal of a unique index is told as one. */
  private <T extends @Nullable Object> T writingEntry(Namespace namespace, Steps<T> steps) {
    return writing(() -> SqliteIndexes.refusing(connection, namespace, steps));
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
    change(
        () -> {
          new SqliteIndexes(connection, namespaces, this::reading).dropAll(namespace);
          namespaces.delete(namespace);
        });
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
        writingEntry(
            namespace,
            () ->
                puts.put(
                    namespaces.id(namespace),
                    key,
                    value,
                    metadata,
                    expires,
                    nextExpiry != Long.MAX_VALUE,
                    stamp));
    bytes += value.size() + EntryWrites.size(metadata);
    entries += effect == EntryPuts.Effect.INSERTED ? 1 : 0;
    if (expires != Entry.NEVER) {
      nextExpiry = Math.min(nextExpiry, expires);
    }
    return effect != EntryPuts.Effect.OVERWRITTEN;
  }

  @Override
  public void setMetadata(Namespace namespace, Key key, @Nullable JsonText metadata, Stamp stamp) {
    writingEntry(
        namespace,
        () -> {
          EntryWrites.setMetadata(connection, namespaces.id(namespace), key, metadata, stamp);
          return true;
        });
  }

  @Override
  public boolean delete(Namespace namespace, Key key, Stamp stamp) {
    return delete(EntryWrites.DELETE, namespace, key, stamp);
  }

  private boolean delete(String sql, Namespace namespace, Key key, Stamp stamp) {
    return writing(
        () -> {
          WriterNamespaces.Row row = namespaces.find(namespace);
          boolean deleted =
              row != null && EntryWrites.delete(connection, sql, row.id(), key, stamp.now());
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
      // What was read is what was committed before; it may be that no commit follows.
      store.setNextExpiry(nextExpiry);
    }
    return expired;
  }

  @Override
  public boolean expire(Namespace namespace, Key key, Stamp stamp) {
    return delete(EntryWrites.DELETE_EXPIRED, namespace, key, stamp);
  }

  @Override
  public boolean hasRoomForEntry() {
    return entries < store.capacity().maxEntries();
  }

  @Override
  public AnswerWork answers() {
    return new SqliteAnswers(store.answers(), this::reading, this::writing);
  }

  @Override
  public IndexWork indexes() {
    return new SqliteIndexes(connection, namespaces, this::writing);
  }

  @Override
  public boolean isEmpty(Namespace namespace, Stamp stamp) {
    return reading(() -> EntryWrites.isEmpty(connection, namespaces.id(namespace), stamp.now()));
  }

  @Override
  public void mark() {
    mark.set();
    entriesAtMark = entries;
  }

  @Override
  public void undoToMark() {
    if (mark.covers()) {
      namespaces.forget();
      entries = entriesAtMark;
      reading(mark::undo);
    }
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
