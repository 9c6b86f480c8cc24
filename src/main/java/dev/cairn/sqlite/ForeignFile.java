package dev.cairn.sqlite;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.json.JsonCheck;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/**
 * The look at a file that says it is a shard and may have been made by anybody. Nothing in it is
 * run: its schema is compared with what this program would have made before any of its pages is
 * trusted, and then every row is read. One thread.
 */
final class ForeignFile {

  private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** Larger ones could not go on for long. */
  private static final long MOST_REVISION = 1L << 52;

  /** The end of the year 9999, in milliseconds since 1970 UTC. */
  private static final long MOST_MILLIS = 253_402_300_799_999L;

  private static final String ENTRIES = "select key, value, metadata from entries";

  /** Rows that hold what this program never writes, whatever is in their texts. */
  private static final String STRANGE_ENTRIES =
      "select count(*) from entries where typeof(id)<>'integer' or typeof(key)<>'blob'"
          + " or typeof(value)<>'text' or typeof(metadata) not in ('null', 'text')"
          + " or typeof(version)<>'integer' or version not between 0 and ?1"
          + " or typeof(created)<>'integer' or created not between 0 and ?2"
          + " or typeof(updated)<>'integer' or updated not between 0 and ?2";

  private static final String STRANGE_EXPIRIES =
      "select count(*) from entries where expires is not null"
          + " and (typeof(expires)<>'integer' or expires not between 0 and ?2 or ?1<0)";

  private static final String STRANGE_NAMESPACES =
      "select count(*) from namespaces where typeof(name)<>'text'"
          + " or typeof(metadata) not in ('null', 'text')"
          + " or typeof(version)<>'integer' or version not between 0 and ?1"
          + " or typeof(created)<>'integer' or created not between 0 and ?2"
          + " or typeof(updated)<>'integer' or updated not between 0 and ?2";

  private final DatabasePath path;

  ForeignFile(Path file) {
    this.path = new DatabasePath(file);
  }

  /**
   * Looks at it, and takes what is derived in it from what it is derived of.
   *
   * @throws StorageFault {@link ErrorCode#FILE_REFUSED} with the reason if it can't become a shard
   */
  void check() {
    requireHeader();
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(path.url("rw"));
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("pragma trusted_schema=off; pragma cell_size_check=on");
      long version = requireOurs(statement);
      ForeignSchema.require(statement, version);
      requireSound(statement);
      requireRows(connection, statement, version);
      deriveAnew(statement, version);
    } catch (SQLException e) {
      StorageFault fault = new Faults(path, Long.MAX_VALUE).of(e);
      throw fault.code() == ErrorCode.STORAGE_FULL || fault.code() == ErrorCode.SHARD_BUSY
          ? fault
          : StorageFault.of(ErrorCode.FILE_REFUSED, "SQLite can't read the file.", e);
    } catch (CairnException e) {
      throw e instanceof StorageFault && e.code() != ErrorCode.SHARD_QUARANTINED
          ? e
          : refused("The file holds what is not allowed. " + e.detail());
    }
  }

  /** A refusal, with its reason. */
  static StorageFault refused(String why) {
    return StorageFault.of(ErrorCode.FILE_REFUSED, why, null);
  }

  private void requireHeader() {
    try (var in = Files.newInputStream(path.file())) {
      if (!Arrays.equals(in.readNBytes(HEADER.length), HEADER)) {
        throw refused("The file is no SQLite database.");
      }
    } catch (IOException e) {
      throw StorageFault.of(ErrorCode.INTERNAL, "The file can't be read.", e);
    }
  }

  private static long requireOurs(Statement statement) throws SQLException {
    if (number(statement, "pragma application_id") != Schema.SHARD.applicationId()) {
      throw refused("The file is a database of another program.");
    }
    if (!"UTF-8".equals(text(statement, "pragma encoding"))) {
      throw refused("The texts of the file are not in UTF-8.");
    }
    long version = number(statement, "pragma user_version");
    if (version < 1 || version > Schema.SHARD.version()) {
      throw refused(
          "The file has version "
              + version
              + " of the schema; this program knows 1 to "
              + Schema.SHARD.version()
              + ".");
    }
    return version;
  }

  private static void requireSound(Statement statement) throws SQLException {
    if (!"ok".equals(text(statement, "pragma integrity_check(1)"))) {
      throw refused("A check of all pages of the file found damage.");
    }
    try (ResultSet rows = statement.executeQuery("pragma foreign_key_check")) {
      if (rows.next()) {
        throw refused("Something in the file belongs to what is not there.");
      }
    }
  }

  private static void requireRows(Connection connection, Statement statement, long version)
      throws SQLException {
    requireMeta(statement);
    long revision = number(statement, "select revision from meta");
    requireNone(connection, STRANGE_ENTRIES, revision);
    requireNone(connection, STRANGE_NAMESPACES, revision);
    if (version >= Schema.EXPIRY_SINCE) {
      requireNone(connection, STRANGE_EXPIRIES, revision);
    }
    boolean hasDefault = false;
    try (ResultSet rows = statement.executeQuery("select id, name, metadata from namespaces")) {
      while (rows.next()) {
        Namespace name = new Namespace(String.valueOf(rows.getString(2)));
        hasDefault |= name.equals(Namespace.DEFAULT) && rows.getLong(1) == NamespaceIds.DEFAULT;
        requireObject(rows.getBytes(3));
      }
    }
    if (!hasDefault) {
      throw refused("The file lacks the default namespace.");
    }
    try (ResultSet rows = statement.executeQuery(ENTRIES)) {
      while (rows.next()) {
        Key.ofUtf8(rows.getBytes(1));
        var unused = JsonCheck.check(rows.getBytes(2), JsonCheck.MAX_DEPTH);
        requireObject(rows.getBytes(3));
      }
    }
  }

  private static void requireObject(byte @Nullable [] metadata) {
    if (metadata != null) {
      var unused = JsonCheck.checkObject(metadata, JsonCheck.MAX_DEPTH);
    }
  }

  private static void requireMeta(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select shard, created, revision, typeof(created), typeof(revision) from meta")) {
      if (!rows.next()
          || !"integer".equals(rows.getString(4))
          || !"integer".equals(rows.getString(5))
          || rows.getLong(2) < 0
          || rows.getLong(2) > MOST_MILLIS
          || rows.getLong(3) < 0
          || rows.getLong(3) > MOST_REVISION) {
        throw refused("What the file says of itself can't be.");
      }
      var unused = new ShardId(String.valueOf(rows.getString(1)));
    }
  }

  private static void requireNone(Connection connection, String counting, long revision)
      throws SQLException {
    try (var statement = connection.prepareStatement(counting)) {
      statement.setLong(1, revision);
      statement.setLong(2, MOST_MILLIS);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next() || rows.getLong(1) != 0) {
          throw refused("Some rows of the file hold what no shard has.");
        }
      }
    }
  }

  /**
   * What can be known from the entries is not believed: numbers, and rows of indexes. Answers that
   * are kept are dropped, for whoever made the file could have made them, too.
   */
  private static void deriveAnew(Statement statement, long version) throws SQLException {
    if (version >= Schema.COUNT_SINCE) {
      statement.executeUpdate("update meta set entries=(select count(*) from entries)");
    }
    if (version >= Schema.INDEXES_SINCE) {
      statement.executeUpdate("delete from index_rows");
      statement.executeUpdate("delete from indexes where namespace is null");
      statement.executeUpdate(SqliteIndexes.BUILD_ANEW);
      for (IndexTables tables : ForeignSchema.indexes(statement, version)) {
        makeAnew(statement, tables);
      }
    }
    if (version >= Schema.ANSWERS_SINCE) {
      statement.executeUpdate("delete from answers");
    }
  }

  private static void makeAnew(Statement statement, IndexTables tables) throws SQLException {
    for (String removing : tables.drop()) {
      statement.executeUpdate(removing);
    }
    for (String making : tables.create()) {
      statement.executeUpdate(making);
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }
}
