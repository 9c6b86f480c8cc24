package dev.cairn.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.cairn.ShardId;
import dev.cairn.backup.NoSuchPointException;
import dev.cairn.backup.Point;
import dev.cairn.backup.Points;
import dev.cairn.backup.ReplicaStore;
import dev.cairn.backup.Restorer;
import dev.cairn.litestream.LitestreamRestorer;
import dev.cairn.litestream.LitestreamSettings;
import dev.cairn.replica.ReplicaStores;
import dev.cairn.replica.VersityGateway;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.storage.RestoredShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** States of shards that are restored from a replica and looked into. One thread. */
final class RestoredStates implements AutoCloseable {

  static final String LITESTREAM =
      Path.of("target", "litestream", "litestream").toAbsolutePath().toString();

  private static final Duration LIMIT = Duration.ofMinutes(1);

  /**
   * What a restored file holds.
   *
   * @param entries the values of the keys {@code k0}, {@code k1}…
   */
  record State(long revision, Map<String, String> entries) {}

  private final ReplicaStore store;
  private final Points points;
  private final Restorer restorer;
  private final Path directory;
  private int number;

  RestoredStates(String replica, Path directory) throws IOException {
    this.store = requireNonNull(ReplicaStores.of(replica, VersityGateway.CREDENTIALS));
    this.points = new Points(store);
    this.restorer =
        new LitestreamRestorer(
            new LitestreamSettings(LITESTREAM, directory, replica, 1, VersityGateway.CREDENTIALS));
    this.directory = Files.createDirectories(directory);
  }

  /** The newest state from before a time, restored and read; null if there is none. */
  @Nullable State before(ShardId id, long millis) throws Exception {
    Point point;
    try {
      point = points.before(SqliteDriver.nameOf(id), millis);
    } catch (NoSuchPointException e) {
      if (String.valueOf(e.getMessage()).contains("missing")) {
        throw e;
      }
      return null;
    }
    Path file = directory.resolve(number++ + ".sqlite");
    restorer.restore(point, file, LIMIT);
    try {
      RestoredShard shard = SqliteDriver.examine(file);
      return new State(shard.revision(), entries(file));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static Map<String, String> entries(Path file) throws Exception {
    Map<String, String> entries = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select key, value from entries where key between x'6b' and x'6c'")) {
      while (rows.next()) {
        entries.put(new String(rows.getBytes(1), UTF_8), rows.getString(2));
      }
    }
    return entries;
  }

  @Override
  public void close() {
    store.close();
  }
}
