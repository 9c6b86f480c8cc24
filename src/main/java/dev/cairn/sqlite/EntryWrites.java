package dev.cairn.sqlite;

import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.UnitOfWork.Stamp;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The statements with which a unit of work writes entries: namespace id, key, version, time, value,
 * metadata are their parameters, as far as they go. An entry is overwritten, or inserted where that
 * met nothing; its updated time is never before its created one. Those that need nothing of the
 * unit are run here too.
 *
 * <p>The plain ones touch no entry that expires, and so neither the column nor its index.
 */
final class EntryWrites {

  static final String OVERWRITE =
      "update entries set version=?3, updated=max(created, ?4), value=cast(?5 as text)"
          + " where namespace=?1 and key=?2 and expires is null";
  static final String INSERT =
      "insert into entries(namespace, key, version, created, updated, value)"
          + " values(?1, ?2, ?3, ?4, ?4, cast(?5 as text))";
  static final String OVERWRITE_WITH_METADATA =
      "update entries set version=?3, updated=max(created, ?4), value=cast(?5 as text),"
          + " metadata=cast(?6 as text) where namespace=?1 and key=?2 and expires is null";
  static final String INSERT_WITH_METADATA =
      "insert into entries(namespace, key, version, created, updated, value, metadata)"
          + " values(?1, ?2, ?3, ?4, ?4, cast(?5 as text), cast(?6 as text))";

  /** When an entry expires, 0 if it does not; no row if there is none. */
  static final String EXPIRES =
      "select ifnull(expires, 0) from entries where namespace=?1 and key=?2";

  /** Number 7 is when it expires, or null. */
  static final String INSERT_EXPIRING =
      "insert into entries(namespace, key, version, created, updated, value, metadata, expires)"
          + " values(?1, ?2, ?3, ?4, ?4, cast(?5 as text), cast(?6 as text), ?7)";

  /**
   * Number 7 is when it expires, or null, number 8 whether the metadata are replaced, number 9
   * whether the entry is made anew.
   */
  static final String REWRITE =
      "update entries set version=?3, created=iif(?9, ?4, created),"
          + " updated=iif(?9, ?4, max(created, ?4)), value=cast(?5 as text),"
          + " metadata=iif(?8, cast(?6 as text), metadata), expires=?7"
          + " where namespace=?1 and key=?2";

  static final String SET_METADATA =
      "update entries set version=?3, updated=max(created, ?4), metadata=cast(?5 as text)"
          + " where namespace=?1 and key=?2";

  /** Number 3 is the time. */
  static final String DELETE =
      "delete from entries where namespace=?1 and key=?2 and ifnull(expires>?3, 1)";

  /** Removes an entry only if it has expired; number 3 is the time. */
  static final String DELETE_EXPIRED =
      "delete from entries where namespace=?1 and key=?2 and expires<=?3";

  static final String CLEAR = "delete from entries where namespace=?1";

  /** Number 2 is the time. */
  static final String ANY =
      "select 1 from entries where namespace=?1 and ifnull(expires>?2, 1) limit 1";

  /** Number 1 is the time, number 2 the most rows. */
  static final String EXPIRED =
      "select entries.id, namespaces.name, key from entries indexed by expiring"
          + " join namespaces on namespaces.id=entries.namespace"
          + " where expires<=?1 order by expires limit ?2";

  static final String DELETE_ROW = "delete from entries where id=?1";

  /** When the first entry expires; null if none does. */
  static final String NEXT_EXPIRY = "select min(expires) from entries where expires is not null";

  private EntryWrites() {}

  private static PreparedStatement onEntry(
      KeptConnection connection, String sql, long namespace, Key key) throws SQLException {
    PreparedStatement statement = connection.statement(sql);
    statement.setLong(1, namespace);
    statement.setBytes(2, key.utf8());
    return statement;
  }

  /** Gives an entry that is there these metadata. */
  static void setMetadata(
      KeptConnection connection, long namespace, Key key, @Nullable JsonText metadata, Stamp stamp)
      throws SQLException {
    PreparedStatement statement = onEntry(connection, SET_METADATA, namespace, key);
    statement.setLong(3, stamp.revision());
    statement.setLong(4, stamp.now());
    statement.setBytes(5, metadata == null ? null : metadata.utf8());
    statement.executeUpdate();
  }

  /**
   * Removes an entry.
   *
   * @param sql {@link #DELETE} or {@link #DELETE_EXPIRED}
   * @return whether there was one
   */
  static boolean delete(KeptConnection connection, String sql, long namespace, Key key, long now)
      throws SQLException {
    PreparedStatement statement = onEntry(connection, sql, namespace, key);
    statement.setLong(3, now);
    return statement.executeUpdate() > 0;
  }

  /** Whether every entry of the namespace has expired at {@code now}. */
  static boolean isEmpty(KeptConnection connection, long namespace, long now) throws SQLException {
    PreparedStatement statement = connection.statement(ANY);
    statement.setLong(1, namespace);
    statement.setLong(2, now);
    try (ResultSet rows = statement.executeQuery()) {
      return !rows.next();
    }
  }

  /** Bytes of the metadata that are put in place. */
  static int size(MetadataChange metadata) {
    return metadata instanceof MetadataChange.Replace(JsonText text) ? text.size() : 0;
  }

  /** The metadata that are put in place, or null for none. */
  static byte @Nullable [] replacement(MetadataChange metadata) {
    return switch (metadata) {
      case MetadataChange.Replace replace -> replace.metadata().utf8();
      case MetadataChange.Clear clear -> null;
      case MetadataChange.Keep keep -> throw new IllegalArgumentException("keeps them");
      case MetadataChange.Merge merge ->
          throw new IllegalArgumentException("A patch of metadata is not a primitive step");
    };
  }
}
