package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.SnapshotDraft;
import dev.cairn.storage.SnapshotView;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots as files: what a crash leaves of them, and what older programs have left. */
class SnapshotFilesTest {

  private static final ShardId SHARD = new ShardId("a");
  private static final SnapshotDraft DRAFT =
      new SnapshotDraft("0000000000001-00000001", "name", "größer \\ = # comment", 1);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private SqliteDriver driver;

  @BeforeEach
  void start() {
    driver = new SqliteDriver(directory, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private void restart() {
    driver.close();
    start();
  }

  private Snapshot take() {
    try (ShardStore store = driver.create(SHARD, new NewShard(Durability.NORMAL, 1, 0))) {
      return driver.snapshots().take(SHARD, store, DRAFT);
    }
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("snapshots"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private Path copy() throws IOException {
    return left().stream().filter(path -> path.toString().endsWith(".sqlite")).findFirst().get();
  }

  @Test
  void whatIsSaidOfOneIsKeptAsItIs() throws Exception {
    Snapshot snapshot = take();
    restart();

    assertThat(driver.snapshots().find(SHARD, DRAFT.id())).isEqualTo(snapshot);
    assertThat(snapshot.comment()).isEqualTo(DRAFT.comment());
    assertThat(left()).hasSize(2);
    assertThat(Files.getPosixFilePermissions(copy())).hasSize(2);
  }

  @Test
  void aNoteWhoseCopyNeverCameIsClearedAway() throws Exception {
    take();
    Files.delete(copy());
    assertThat(driver.snapshots().list(SHARD)).isEmpty();

    restart();

    assertThat(left()).isEmpty();
  }

  @Test
  void aSecondNameOfAShardThatWasNotReplacedIsClearedAway() throws Exception {
    try (ShardStore made = driver.create(SHARD, new NewShard(Durability.NORMAL, 1, 0))) {
      assertThat(made.revision()).isZero();
    }
    driver.snapshots().keep(SHARD, DRAFT);
    assertThat(driver.snapshots().list(SHARD)).hasSize(1);

    restart();

    assertThat(left()).isEmpty();
    try (ShardStore store = driver.open(SHARD, Durability.NORMAL, true)) {
      assertThat(store.revision()).isZero();
    }
  }

  @Test
  void onesOfAnOlderProgramAreBroughtUpToDateWhenTheyAreRead() throws Exception {
    take();
    ShardFileFixture.turnIntoFirstVersion(copy());

    try (SnapshotView view = driver.snapshots().open(SHARD, DRAFT.id());
        ShardReader reader = view.reader()) {
      assertThat(reader.totals().namespaces()).isEqualTo(1);
    }

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("pragma user_version")) {
      assertThat(rows.getInt(1)).isEqualTo(Schema.SHARD.version());
    }
    assertThat(left()).hasSize(2);
  }

  @Test
  void readingLeavesNothingBesideIt() throws Exception {
    take();
    try (SnapshotView view = driver.snapshots().open(SHARD, DRAFT.id());
        ShardReader reader = view.reader()) {
      assertThat(reader.totals().namespaces()).isEqualTo(1);
      assertThat(left()).hasSize(2);
    }
    assertThat(left()).hasSize(2);
  }

  @Test
  void oneThatFailsLeavesNothingBehind() throws Exception {
    Files.createDirectories(directory.resolve("snapshots"));
    Path bucket = directory.resolve("snapshots").resolve(FileNames.directory(SHARD));
    Files.writeString(bucket, "in the way");

    assertThatThrownBy(this::take).isInstanceOf(StorageFault.class);

    assertThat(left()).containsExactly(bucket);
    try (Stream<Path> scratch = Files.list(directory.resolve("scratch"))) {
      assertThat(scratch).isEmpty();
    }
  }

  @Test
  void aDamagedOneIsNotRestored() throws Exception {
    take();
    byte[] bytes = Files.readAllBytes(copy());
    for (int i = 4096; i < bytes.length; i++) {
      bytes[i] = 7;
    }
    Files.write(copy(), bytes);

    assertThatThrownBy(() -> driver.snapshots().image(SHARD, DRAFT.id()))
        .isInstanceOf(StorageFault.class);
    try (Stream<Path> scratch = Files.list(directory.resolve("scratch"))) {
      assertThat(scratch).isEmpty();
    }
  }
}
