package dev.cairn.backup;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that a fake replicator copies: its connection to it, and the notes that it keeps beside it
 * as Litestream does. One thread at a time.
 */
final class CopiedFile {

  private static final int HEAD = 100;
  private static final int SALTS_IN_NOTES = 64;
  private static final int SALTS_IN_LOG = 16;
  private static final int SALTS_END = 24;

  private final Path database;
  private final ReplicaPlace place;
  private final Connection connection;
  private final Consumer<String> breaches;

  /** The file itself, whatever lies in its place later. */
  private final Object key;

  /** Those of the log when it was last looked at. */
  private byte @Nullable [] salts;

  /**
   * Begins to copy it.
   *
   * @param used whether something was copied to the place before
   * @param breaches told of what would spoil a real copy
   */
  CopiedFile(Path database, ReplicaPlace place, boolean used, Consumer<String> breaches) {
    this.database = database;
    this.place = place;
    this.breaches = breaches;
    Path noted = notes().resolve("place");
    try {
      boolean goesOn = Files.exists(noted) && Files.readString(noted).equals(place.path());
      if (Files.exists(noted) && !goesOn) {
        breaches.accept("notes of another epoch at the registration for " + place);
      }
      if (goesOn && !Arrays.equals(notedSalts(), logSalts())) {
        breaches.accept("gone on in " + place + " over another log");
      }
      if (!goesOn && used) {
        breaches.accept("a place that was used before: " + place);
      }
      Files.createDirectories(transactions());
      Files.writeString(noted, place.path());
      this.connection = DriverManager.getConnection("jdbc:sqlite:" + database);
      writeOwnTable();
      this.key = key();
      // A log that is begun anew before the first sync is as bad as one after it.
      this.salts = logSalts();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As Litestream does, which so sees to it that there is a log. */
  private void writeOwnTable() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma wal_autocheckpoint=0");
      statement.execute(
          "create table if not exists _litestream_seq(id integer primary key, seq integer)");
      statement.execute(
          "insert into _litestream_seq values(1, 1) on conflict do update set seq = seq + 1");
    }
  }

  ReplicaPlace place() {
    return place;
  }

  Connection connection() {
    return connection;
  }

  private Path notes() {
    return database.resolveSibling("." + database.getFileName() + "-litestream");
  }

  private Path transactions() {
    return notes().resolve("ltx/0");
  }

  private Object key() throws IOException {
    return requireNonNull(Files.readAttributes(database, BasicFileAttributes.class).fileKey());
  }

  /** The revision that the shard is at. */
  long revision() {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select revision from meta")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What Litestream leaves in its notes of a transaction that it has copied. */
  void note(long transaction) {
    byte[] head = new byte[HEAD];
    if (salts != null) {
      System.arraycopy(salts, 0, head, SALTS_IN_NOTES, salts.length);
    }
    try {
      Files.write(transactions().resolve(String.format("%016x-%<016x.ltx", transaction)), head);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Nobody else may begin the log anew while it is copied. Of a file that is deleted, or has
   * another in its place, nothing more can be copied wrongly.
   */
  void checkLog() {
    try {
      if (!Files.exists(database) || !key.equals(key())) {
        return;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] now = logSalts();
    if (salts != null && !Arrays.equals(salts, now)) {
      breaches.accept("the log of " + place + " was moved while it was copied");
    }
    salts = now;
  }

  /** The salts of the log that the newest note tells of; null if there is none. */
  private byte @Nullable [] notedSalts() throws IOException {
    try (Stream<Path> notes = Files.list(transactions())) {
      Path newest = notes.max(Comparator.naturalOrder()).orElse(null);
      int end = SALTS_IN_NOTES + SALTS_END - SALTS_IN_LOG;
      return newest == null
          ? null
          : Arrays.copyOfRange(Files.readAllBytes(newest), SALTS_IN_NOTES, end);
    }
  }

  private byte @Nullable [] logSalts() {
    try {
      byte[] log = Files.readAllBytes(database.resolveSibling(database.getFileName() + "-wal"));
      return log.length < SALTS_END ? null : Arrays.copyOfRange(log, SALTS_IN_LOG, SALTS_END);
    } catch (IOException e) {
      return null;
    }
  }
}
