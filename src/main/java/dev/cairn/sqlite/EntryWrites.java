package dev.cairn.sqlite;

/**
 * The statements with which a unit of work writes entries: namespace id, key, version, time, value,
 * metadata are their parameters, as far as they go. An entry is overwritten, or inserted where that
 * met nothing; its updated time is never before its created one.
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
}
