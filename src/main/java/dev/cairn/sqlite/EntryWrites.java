package dev.cairn.sqlite;

/**
 * The statements with which a unit of work writes entries: namespace id, key, version, time, value,
 * metadata are their parameters, as far as they go. An entry is overwritten, or inserted where that
 * met nothing; its updated time is never before its created one.
 */
final class EntryWrites {

  static final String OVERWRITE =
      "update entries set version=?3, updated=max(created, ?4), value=cast(?5 as text)"
          + " where namespace=?1 and key=?2";
  static final String INSERT =
      "insert into entries(namespace, key, version, created, updated, value)"
          + " values(?1, ?2, ?3, ?4, ?4, cast(?5 as text))";
  static final String OVERWRITE_WITH_METADATA =
      "update entries set version=?3, updated=max(created, ?4), value=cast(?5 as text),"
          + " metadata=cast(?6 as text) where namespace=?1 and key=?2";
  static final String INSERT_WITH_METADATA =
      "insert into entries(namespace, key, version, created, updated, value, metadata)"
          + " values(?1, ?2, ?3, ?4, ?4, cast(?5 as text), cast(?6 as text))";
  static final String SET_METADATA =
      "update entries set version=?3, updated=max(created, ?4), metadata=cast(?5 as text)"
          + " where namespace=?1 and key=?2";
  static final String DELETE = "delete from entries where namespace=?1 and key=?2";
  static final String CLEAR = "delete from entries where namespace=?1";
  static final String ANY = "select 1 from entries where namespace=?1 limit 1";

  private EntryWrites() {}
}
