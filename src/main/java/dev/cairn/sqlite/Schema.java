package dev.cairn.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of a kind of file, as numbered steps. Each step is a transaction of its own that also
 * records it and raises {@code user_version}; so a file is always at one whole version, and running
 * the steps again does nothing.
 *
 * @param applicationId marks files of this kind
 * @param migrations every step there ever was, in order
 */
record Schema(int applicationId, List<Migration> migrations) {

  private static final String RECORD =
      "insert into migrations(version, name, applied) values(?, ?, ?)";

  /** The first version whose shards count their entries. */
  static final int COUNT_SINCE = 4;

  /** The first version whose entries can expire. */
  static final int EXPIRY_SINCE = 6;

  /** The first version that keeps answers to be given again. */
  static final int ANSWERS_SINCE = 7;

  /** The first version that has declared indexes. */
  static final int INDEXES_SINCE = 8;

  /** The first version that has full-text indexes. */
  static final int SEARCH_SINCE = 9;

  /** Tables of a shard. */
  static final Schema SHARD =
      new Schema(
          0x4361_5368,
          List.of(
              new Migration(
                  1,
                  "entries in namespaces",
                  List.of(
                      """
                      create table migrations(
                        version integer primary key, name text not null, applied integer not null)\
                      """,
                      """
                      create table meta(
                        one integer primary key check (one = 1), shard text not null,
                        created integer not null, revision integer not null)\
                      """,
                      """
                      create table namespaces(
                        id integer primary key autoincrement, name text not null unique,
                        version integer not null, created integer not null,
                        updated integer not null, metadata text)\
                      """,
                      """
                      create table entries(
                        id integer primary key,
                        namespace integer not null references namespaces(id),
                        key blob not null, version integer not null, created integer not null,
                        updated integer not null, rewritten integer not null, metadata text,
                        value text not null, unique(namespace, key))\
                      """)),
              // It told a put whether its row was there before. It is cheaper to update, and to
              // insert where that met nothing.
              new Migration(
                  2,
                  "entries without rewritten",
                  List.of("alter table entries drop column rewritten")),
              new Migration(
                  3,
                  "the epoch of the backup",
                  List.of("alter table meta add column epoch integer not null default 0")),
              new Migration(
                  4,
                  "the number of entries",
                  List.of(
                      "alter table meta add column entries integer not null default 0",
                      "update meta set entries=(select count(*) from entries)")),
              new Migration(
                  5,
                  "the feed of changes",
                  List.of(
                      """
                      create table changes(
                        number integer primary key, revision integer not null,
                        at integer not null, kind integer not null, namespace text not null,
                        key blob)\
                      """,
                      "alter table meta add column horizon integer not null default 0",
                      "update meta set horizon=revision")),
              // Entries that stay are not in the index, so that writing them costs nothing more.
              new Migration(
                  6,
                  "when entries expire",
                  List.of(
                      "alter table entries add column expires integer",
                      """
                      create index expiring on entries(expires, namespace)
                        where expires is not null\
                      """)),
              // What is kept of requests that are carried out once; see AnswerTable.
              new Migration(
                  7,
                  "answers to requests with a key",
                  List.of(
                      """
                      create table answers(
                        number integer primary key, name blob not null unique,
                        request blob not null, at integer not null, revision integer not null,
                        answer blob, upto integer not null)\
                      """)),
              // Each row says what an index has of an entry; see IndexTriggers, which keep them.
              // Of an index that was dropped the namespace is null until its rows are cleared away.
              new Migration(
                  8,
                  "declared indexes",
                  List.of(
                      """
                      create table indexes(
                        id integer primary key autoincrement,
                        namespace integer references namespaces(id), name text not null,
                        field text not null, is_unique integer not null, state text not null,
                        filled blob, twin blob, other blob, unique(namespace, name))\
                      """,
                      """
                      create table index_rows(
                        idx integer not null, rank integer not null, value not null,
                        key blob not null, entry integer not null,
                        primary key(idx, rank, value, key)) without rowid\
                      """)),
              // Of a full-text index, of the kind search, field is a JSON array; see SearchTable.
              new Migration(
                  9,
                  "full-text indexes",
                  List.of("alter table indexes add column kind text not null default 'field'"))));

  /** Tables of the catalogue. */
  static final Schema CATALOGUE =
      new Schema(
          0x4361_4361,
          List.of(
              new Migration(
                  1,
                  "shards and removed shards",
                  List.of(
                      """
                      create table migrations(
                        version integer primary key, name text not null, applied integer not null)\
                      """,
                      """
                      create table shards(
                        id text primary key not null, durability text not null,
                        created integer not null) without rowid\
                      """,
                      """
                      create table removed(
                        id text primary key not null, base integer not null) without rowid\
                      """)),
              new Migration(
                  2,
                  "keys and what they may do",
                  List.of(
                      """
                      create table keys(
                        id text primary key not null, name text not null, hash text not null,
                        created integer not null, expires integer not null,
                        revoked integer not null, used integer not null) without rowid\
                      """,
                      """
                      create table key_scopes(
                        key text not null references keys(id), place integer not null,
                        shards text not null, role text not null, namespaces text not null,
                        prefix text, primary key(key, place)) without rowid\
                      """)),
              new Migration(3, "quotas of shards", QuotaColumns.addTo("shards")),
              new Migration(4, "quotas of keys", QuotaColumns.addTo("keys"))));

  /** The version that this program writes. */
  int version() {
    return migrations.getLast().version();
  }

  /**
   * Brings a file up to date.
   *
   * @param now the time for the record, in milliseconds since 1970 UTC
   * @throws dev.cairn.storage.StorageFault if the file is of a newer version
   */
  void migrate(KeptConnection connection, long now) throws SQLException {
    long version = connection.number("pragma user_version");
    if (version > version()) {
      throw Faults.damaged(
          "Its file has version "
              + version
              + " of the schema, which is newer than version "
              + version()
              + " of this program; run a newer program.");
    }
    for (Migration migration : migrations) {
      if (migration.version() > version) {
        apply(connection, migration, now);
      }
    }
  }

  /** Makes an empty database what it was at an older version. */
  void migrateTo(KeptConnection connection, long version) throws SQLException {
    for (Migration migration : migrations) {
      if (migration.version() <= version) {
        apply(connection, migration, 0);
      }
    }
  }

  private static void apply(KeptConnection connection, Migration migration, long now)
      throws SQLException {
    WriteTransaction.run(
        connection,
        () -> {
          for (String statement : migration.statements()) {
            connection.once(statement);
          }
          PreparedStatement record = connection.statement(RECORD);
          record.setInt(1, migration.version());
          record.setString(2, migration.name());
          record.setLong(3, now);
          record.executeUpdate();
          connection.once("pragma user_version=" + migration.version());
          return migration;
        });
  }
}
