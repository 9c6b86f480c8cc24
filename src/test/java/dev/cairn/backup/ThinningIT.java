package dev.cairn.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.litestream.LitestreamRestorer;
import dev.cairn.litestream.LitestreamSettings;
import dev.cairn.replica.ReplicaStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real Litestream restores from an epoch that was thinned. */
class ThinningIT {

  private static final long SEED = Long.getLong("cairn.seed", System.nanoTime());
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String LITESTREAM =
      Path.of("target", "litestream", "litestream").toAbsolutePath().toString();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  private final EpochName epoch = new EpochName(1, System.currentTimeMillis());
  private final ReplicaPlace place = new ReplicaPlace("a", epoch);

  /** When the commit of each number was begun, from 1. */
  private final List<Long> begun = new ArrayList<>(List.of(0L));

  @SuppressWarnings("NullAway.Init") // set before each test
  private ReplicaStore store;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Points points;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Restorer restorer;

  private int restored;

  @BeforeEach
  void begin() {
    String url = "file://" + directory.resolve("replica");
    store = Objects.requireNonNull(ReplicaStores.of(url, Map.of()), "a store");
    points = new Points(store);
    restorer =
        new LitestreamRestorer(new LitestreamSettings(LITESTREAM, directory, url, 1, Map.of()));
  }

  @AfterEach
  void end() {
    store.close();
  }

  @Test
  void everyPointThatIsLeftIsRestoredAndNoneIsLaterThanAskedFor() throws Exception {
    fill();
    int before = store.files(place, 0).size();

    int deleted = new Thinning(store).thin(place);

    assertThat(deleted).isPositive();
    assertThat(store.files(place, 0)).hasSize(before - deleted);
    assertThat(numbers(points.latest("a"))).isEqualTo(begun.size() - 1);
    for (ReplicaStore.TransactionFile file : store.files(place, 0)) {
      long time = Objects.requireNonNull(store.created(place, file), "a time");
      Point point = points.before("a", time + 1);
      assertThat(point.transaction()).isEqualTo(file.last());
      numbers(point);
    }
    Random random = new Random(SEED);
    long first = Objects.requireNonNull(store.created(place, store.files(place, 0).getFirst()));
    for (int i = 0; i < 20; i++) {
      long at = first + 1 + random.nextLong(begun.getLast() - first + 1);
      int newest = numbers(points.before("a", at));
      assertThat(newest == 0 ? 0 : begun.get(newest)).as("seed %d, %d", SEED, at).isLessThan(at);
    }
  }

  /** Writes while Litestream copies, until it has compacted several times. */
  private void fill() throws Exception {
    Path database = directory.resolve("a.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode=wal");
      statement.execute("pragma wal_autocheckpoint=0");
      statement.execute("create table numbers(n integer primary key)");
      Process litestream = replicate(database);
      try {
        Eventually.holds(
            "it was compacted several times", () -> addAndCountCompacted(statement) >= 4);
      } finally {
        litestream.destroy();
        assertThat(litestream.waitFor(1, TimeUnit.MINUTES)).isTrue();
      }
    }
  }

  private int addAndCountCompacted(Statement statement) {
    try {
      begun.add(System.currentTimeMillis());
      statement.execute("insert into numbers values (" + (begun.size() - 1) + ")");
      return store.files(place, 1).size();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process replicate(Path database) throws IOException {
    Path configuration = directory.resolve("litestream.yml");
    Files.writeString(
        configuration,
        """
        levels:
          - interval: 2s
        l0-retention: 24h
        l0-retention-check-interval: 24h
        retention:
          enabled: false
        dbs:
          - path: %s
            monitor-interval: 50ms
            replica:
              url: file://%s
              sync-interval: 100ms
        """
            .formatted(database, directory.resolve("replica").resolve(place.path())));
    return new ProcessBuilder(LITESTREAM, "replicate", "-config", configuration.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("litestream.log").toFile())
        .start();
  }

  /** Restores a point, and tells the last of its numbers, of which none before is missing. */
  private int numbers(Point point) throws Exception {
    Path file = directory.resolve("restored" + restored++ + ".sqlite");
    restorer.restore(point, file, LIMIT);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      assertThat(number(statement, "select quick_check = 'ok' from pragma_quick_check")).isOne();
      int last = number(statement, "select coalesce(max(n), 0) from numbers");
      assertThat(number(statement, "select count(*) from numbers")).isEqualTo(last);
      return last;
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
