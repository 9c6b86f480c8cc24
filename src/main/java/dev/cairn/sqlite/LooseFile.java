package dev.cairn.sqlite;

import dev.cairn.ShardId;
import dev.cairn.storage.ExportVisitor;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.StorageFault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** A whole shard's file that is not in its place. Nobody else has it open. One thread. */
final class LooseFile {

  private static final String STRANGE_ANSWERS =
      "delete from answers where (select shard from meta)<>?1";
  private static final String TURN =
      "update meta set shard = ?1, revision = ?2, horizon = ?2, epoch = ?3";

  private final DatabasePath path;
  private final Faults faults;

  LooseFile(Path file) {
    this.path = new DatabasePath(file);
    this.faults = new Faults(path, Long.MAX_VALUE);
  }

  private Connection connect() throws SQLException {
    return connect("rw", "");
  }

  private Connection connect(String mode, String more) throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl(path.url(mode) + more);
    return source.getConnection();
  }

  /** A step on a connection that nobody else has. */
  @FunctionalInterface
  private interface Step<T> {
    T run(KeptConnection connection) throws SQLException;
  }

  private <T> T with(SqliteSettings settings, Step<T> step) {
    try (Connection connection = connect();
        KeptConnection kept =
            new KeptConnection(
                connection,
                connection.unwrap(SQLiteConnection.class),
                new CacheShares(settings.cacheTotalBytes()))) {
      return step.run(kept);
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  /**
   * Checks every page, and reads what it says of itself.
   *
   * @throws StorageFault if it is damaged, or none of ours
   */
  RestoredShard examine() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      requireOurs(statement);
      return facts(statement);
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  /**
   * Has it need no log: any program can read it from then on, with nothing beside it, as long as
   * nobody serves it.
   *
   * @return what it says of itself; its pages are not looked at
   */
  RestoredShard settle() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode=delete");
      return facts(statement);
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }

  private static RestoredShard facts(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("select shard, created, revision from meta")) {
      if (!rows.next()) {
        throw Faults.damaged("The file says nothing of the shard it holds.");
      }
      return new RestoredShard(new ShardId(rows.getString(1)), rows.getLong(2), rows.getLong(3));
    }
  }

  private static void requireOurs(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("pragma quick_check(1)")) {
      if (!rows.next() || !rows.getString(1).equals("ok")) {
        throw Faults.damaged("A check of all pages of the file found damage.");
      }
    }
    try (ResultSet rows = statement.executeQuery("pragma application_id")) {
      if (!rows.next() || rows.getInt(1) != Schema.SHARD.applicationId()) {
        throw Faults.damaged("The file is a database of another program.");
      }
    }
  }

  /**
   * Brings the file of an older program up to date.
   *
   * @param now the time for the record, in milliseconds since 1970 UTC
   */
  void migrate(SqliteSettings settings, long now) {
    with(
        settings,
        connection -> {
          Schema.SHARD.migrate(connection, now);
          return true;
        });
  }

  /** As {@link #migrate}, and leaves a file that needs nothing as it is. */
  void migrateIfOlder(SqliteSettings settings, long now) {
    try (Connection connection = connect("ro", "&immutable=1");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("pragma user_version")) {
      if (rows.next() && rows.getInt(1) == Schema.SHARD.version()) {
        return;
      }
    } catch (SQLException e) {
      throw faults.of(e);
    }
    migrate(settings, now);
  }

  /** Tells all that is in it. */
  void export(SqliteSettings settings, Clock clock, ExportVisitor visitor) {
    with(
        settings,
        connection -> {
          try (SqliteReader reader =
              new SqliteReader(connection, new NamespaceIds(), faults, clock, ignored -> {})) {
            reader.export(visitor);
          }
          return true;
        });
  }

  /** Has it be of a shard, begin at a revision and after an epoch; leaves no file beside it. */
  void turnInto(ShardId id, long revision, long epoch) {
    try (Connection connection = connect();
        PreparedStatement strange = connection.prepareStatement(STRANGE_ANSWERS);
        PreparedStatement change = connection.prepareStatement(TURN);
        Statement forget = connection.createStatement()) {
      // No request to this shard has the name of one that was sent to another.
      strange.setString(1, id.value());
      strange.executeUpdate();
      change.setString(1, id.value());
      change.setLong(2, revision);
      change.setLong(3, epoch);
      change.executeUpdate();
      // What led here happened in another history.
      forget.executeUpdate("delete from changes");
      // As the last connection is closed, SQLite moves the log into the file and removes it.
    } catch (SQLException e) {
      throw faults.of(e);
    }
  }
}
