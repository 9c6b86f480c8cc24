package dev.cairn.sqlite;

import dev.cairn.Durability;
import dev.cairn.storage.StorageFault;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Puts every pragma on each new connection of a data source. It never throws, since Agroal would
 * then lose the place of the connection: {@link #verify} tells afterwards, and reads all of them
 * back. Any thread.
 */
final class ConnectionSetup implements AgroalPoolInterceptor {

  /** The most pages that SQLite can number. */
  private static final long MOST_PAGES = 4_294_967_294L;

  private final SqliteSettings settings;
  private final boolean writer;
  private final boolean frozen;
  private final int applicationId;
  private final Durability durability;
  private final Map<SQLiteConnection, SQLException> failures = new ConcurrentHashMap<>();

  /**
   * @param applicationId what the file must carry before anything in it is changed
   */
  ConnectionSetup(
      SqliteSettings settings, boolean writer, int applicationId, Durability durability) {
    this(settings, writer, false, applicationId, durability);
  }

  /** That of readers of a file that never changes, and so needs no log. */
  static ConnectionSetup ofFrozen(SqliteSettings settings, int applicationId) {
    return new ConnectionSetup(settings, false, true, applicationId, Durability.NORMAL);
  }

  private ConnectionSetup(
      SqliteSettings settings,
      boolean writer,
      boolean frozen,
      int applicationId,
      Durability durability) {
    this.settings = settings;
    this.writer = writer;
    this.frozen = frozen;
    this.applicationId = applicationId;
    this.durability = durability;
  }

  @Override
  public void onConnectionCreate(Connection connection) {
    SQLiteConnection sqlite = unwrap(connection);
    try (Statement statement = sqlite.createStatement()) {
      set(
          statement,
          "busy_timeout=" + settings.busyTimeoutMillis(),
          "cache_size=-" + CacheShares.LEAST_KIB,
          "temp_store=memory",
          "foreign_keys=on",
          "wal_autocheckpoint=0",
          "mmap_size=" + settings.mmapBytes(),
          "trusted_schema=off");
      if (writer) {
        configureWriter(statement);
      } else {
        set(statement, "query_only=on");
      }
    } catch (SQLException e) {
      failures.put(sqlite, e);
    }
  }

  private static SQLiteConnection unwrap(Connection connection) {
    try {
      return connection.unwrap(SQLiteConnection.class);
    } catch (SQLException e) {
      throw new IllegalStateException("a connection of another driver", e);
    }
  }

  private void configureWriter(Statement statement) throws SQLException {
    if (number(statement, "pragma application_id") != applicationId) {
      // Another program's file, perhaps not even in WAL: nothing of it is touched.
      return;
    }
    set(
        statement,
        "journal_mode=wal",
        "synchronous=" + durability.word(),
        "max_page_count=" + maxPages(statement));
  }

  /** Puts pragmas in one call, which the JDBC driver allows of updates only. */
  private static void set(Statement statement, String... pragmas) throws SQLException {
    statement.executeUpdate("pragma " + String.join("; pragma ", pragmas));
  }

  /** SQLite numbers no more pages than its own bound, and takes none below what a file has. */
  private long maxPages(Statement statement) throws SQLException {
    return maxPages(
        settings.shardBytes(),
        number(statement, "pragma page_size"),
        number(statement, "pragma page_count"));
  }

  private static long maxPages(long bytes, long pageSize, long pageCount) {
    return Math.max(Math.min(bytes / pageSize, MOST_PAGES), pageCount);
  }

  /**
   * Gives the file of a writer another bound.
   *
   * @param bytes of the file; one that has more already keeps what it has
   * @throws StorageFault if SQLite did not take it
   */
  static void boundPages(KeptConnection writer, long bytes) throws SQLException {
    long pages =
        maxPages(bytes, writer.number("pragma page_size"), writer.number("pragma page_count"));
    expect("max_page_count", writer.number("pragma max_page_count=" + pages), pages);
  }

  /**
   * Checks what was set.
   *
   * @throws SQLException what went wrong in {@link #onConnectionCreate}, or what does now
   * @throws dev.cairn.storage.StorageFault if the file is not one of ours, or if a pragma did not
   *     take: the shard promises what the pragma says, so it is not served without
   */
  void verify(SQLiteConnection sqlite) throws SQLException {
    SQLException failure = failures.remove(sqlite);
    if (failure != null) {
      throw failure;
    }
    try (Statement statement = sqlite.createStatement()) {
      if (number(statement, "pragma application_id") != applicationId) {
        throw Faults.damaged("Its file is a database of another program.");
      }
      expect(statement, "busy_timeout", settings.busyTimeoutMillis());
      expect(statement, "cache_size", -CacheShares.LEAST_KIB);
      expect(statement, "temp_store", 2);
      expect(statement, "foreign_keys", 1);
      expect(statement, "wal_autocheckpoint", 0);
      expect(statement, "mmap_size", settings.mmapBytes());
      expect(statement, "trusted_schema", 0);
      if (!frozen) {
        expectText(statement, "journal_mode", "wal");
      }
      if (writer) {
        verifyDurability(number(statement, "pragma synchronous"), durability);
        expect(statement, "max_page_count", maxPages(statement));
      } else {
        expect(statement, "query_only", 1);
      }
    }
  }

  /**
   * Checks what {@code pragma synchronous} reads back.
   *
   * @throws StorageFault if acknowledged writes would survive less than was promised
   */
  static void verifyDurability(long found, Durability durability) {
    expect("synchronous", found, durability == Durability.FULL ? 2 : 1);
  }

  private static void expect(Statement statement, String pragma, long wanted) throws SQLException {
    expect(pragma, number(statement, "pragma " + pragma), wanted);
  }

  private static void expect(String pragma, long found, long wanted) {
    if (found != wanted) {
      throw notTaken(pragma, Long.toString(found), Long.toString(wanted));
    }
  }

  private static StorageFault notTaken(String pragma, @Nullable String found, String wanted) {
    return Faults.damaged(
        "SQLite did not take the setting "
            + pragma
            + " for its file: it reads back "
            + found
            + " instead of "
            + wanted
            + ".");
  }

  private static void expectText(Statement statement, String pragma, String wanted)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery("pragma " + pragma)) {
      String found = rows.next() ? rows.getString(1) : null;
      if (found == null || !found.toLowerCase(Locale.ROOT).equals(wanted)) {
        throw notTaken(pragma, found, wanted);
      }
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
