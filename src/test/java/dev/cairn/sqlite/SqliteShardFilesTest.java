package dev.cairn.sqlite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Durability;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.ExportVisitor;
import dev.cairn.storage.KeptAnswer;
import dev.cairn.storage.NamespaceInfo;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitOfWork;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards' files as such: copied while they are written, looked at, turned into other shards. */
class SqliteShardFilesTest {

  private static final ShardId A = new ShardId("a");
  private static final ShardId B = new ShardId("b");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  private Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private SqliteDriver driver;

  @SuppressWarnings("NullAway.Init") // set before each test
  private ShardFiles files;

  @BeforeEach
  void start() {
    driver = new SqliteDriver(directory, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
    files = driver.files();
  }

  @AfterEach
  void end() {
    driver.close();
  }

  private ShardStore create(ShardId id) {
    return driver.create(id, new NewShard(Durability.NORMAL, 1_700_000_000_000L, 0));
  }

  private static void put(ShardStore store, String key, String value) {
    try (UnitOfWork unit = store.begin()) {
      UnitExecutor executor = new UnitExecutor(Limits.DEFAULT, true);
      UnitResult result =
          executor.apply(unit, new WriteUnit.Single(Units.put(key, value)), store.revision(), 0);
      unit.commit(result.revision());
    }
  }

  private List<String> content(Path file) {
    List<String> content = new ArrayList<>();
    files.export(
        file,
        new ExportVisitor() {
          @Override
          public void begin(long revision) {
            content.add("revision " + revision);
          }

          @Override
          public void namespace(NamespaceInfo namespace) {
            content.add(namespace.name().value());
          }

          @Override
          public void entry(Entry entry) {
            content.add(entry.key().text() + "=" + entry.value());
          }
        });
    return content;
  }

  @Test
  void aCopyHasEverythingThatWasCommittedAlsoWhatIsInTheLogOnly() throws Exception {
    Path copy = files.scratch().resolve("x.sqlite");
    try (ShardStore store = create(A)) {
      put(store, "k", "1");
      put(store, "l", "2");

      files.copy(store, copy);
      put(store, "k", "3");
    }

    assertThat(files.examine(copy)).isEqualTo(new RestoredShard(A, 1_700_000_000_000L, 2));
    assertThat(content(copy)).containsExactly("revision 2", "default", "k=1", "l=2");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
        .isEqualTo("rw-------");
  }

  @Test
  void aCopyWhileThereAreWritesIsOfOneState() throws Exception {
    try (ShardStore store = create(A)) {
      AtomicBoolean done = new AtomicBoolean();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; !done.get(); i++) {
                      put(store, "k" + i % 50, Integer.toString(i));
                    }
                  });
      for (int i = 0; i < 20; i++) {
        Path copy = files.scratch().resolve(i + ".sqlite");
        files.copy(store, copy);
        RestoredShard shard = files.examine(copy);
        assertThat(content(copy)).first().isEqualTo("revision " + shard.revision());
      }
      done.set(true);
      writer.join();
    }
  }

  @Test
  void whereSomethingLiesNothingIsCopied() throws Exception {
    Path copy = Files.writeString(files.scratch().resolve("x.sqlite"), "mine");
    try (ShardStore store = create(A)) {
      assertThatThrownBy(() -> files.copy(store, copy)).isInstanceOf(StorageFault.class);
    }
  }

  @Test
  void aFileThatIsDamagedOrNoneOfOursIsToldSo() throws Exception {
    Path none = Files.writeString(files.scratch().resolve("none.sqlite"), "no database");
    assertThatThrownBy(() -> files.examine(none)).isInstanceOf(StorageFault.class);

    Path copy = files.scratch().resolve("x.sqlite");
    try (ShardStore store = create(A)) {
      for (int i = 0; i < 500; i++) {
        put(store, "k" + i, "\"" + "v".repeat(200) + "\"");
      }
      files.copy(store, copy);
    }
    byte[] bytes = Files.readAllBytes(copy);
    for (int i = 0; i < 4096; i++) {
      bytes[bytes.length / 2 + i] = 7;
    }
    Files.write(copy, bytes);
    assertThatThrownBy(() -> files.examine(copy)).isInstanceOf(StorageFault.class);
  }

  @Test
  void aFileBecomesAnotherShardThatGoesOnFromTheRevision() {
    Path copy = files.scratch().resolve("x.sqlite");
    try (ShardStore store = create(A)) {
      put(store, "k", "1");
      files.copy(store, copy);
    }

    files.turnInto(copy, B, 5_000_000_000L, 7);
    files.install(copy, B);

    assertThat(copy).doesNotExist();
    assertThat(files.isThere(B)).isTrue();
    try (ShardStore store = driver.open(B, Durability.NORMAL, true)) {
      assertThat(store.revision()).isEqualTo(5_000_000_000L);
      assertThat(requireNonNull(store.file()).epoch()).isEqualTo(7);
      put(store, "k", "2");
      assertThat(store.revision()).isEqualTo(5_000_000_001L);
    }
  }

  @Test
  void theAnswersOfAShardStayItsOwn() throws SQLException {
    for (ShardId id : List.of(A, B)) {
      Path copy = files.scratch().resolve(id + ".sqlite");
      try (ShardStore store = id.equals(A) ? create(A) : driver.open(A, Durability.NORMAL, false);
          UnitOfWork unit = store.begin()) {
        unit.answers().keep("0" + id, new KeptAnswer("00", 1, new byte[3]), 1);
        unit.commit(store.revision() + 1);
        files.copy(store, copy);
      }

      files.turnInto(copy, id, 5_000_000_000L, 7);

      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select count(*) from answers")) {
        assertThat(row.getLong(1)).as("%s", id).isEqualTo(id.equals(A) ? 1 : 0);
      }
    }
  }

  @Test
  void besideALogThatIsNotEmptyNoFileIsPutInPlace() throws IOException {
    Path copy = files.scratch().resolve("x.sqlite");
    Path database;
    try (ShardStore store = create(A)) {
      put(store, "k", "1");
      files.copy(store, copy);
      database = requireNonNull(store.file()).database();
    }
    Path log = Files.writeString(database.resolveSibling(database.getFileName() + "-wal"), "log");

    assertThatThrownBy(() -> files.install(copy, A))
        .isInstanceOfSatisfying(
            StorageFault.class, fault -> assertThat(fault.code()).isEqualTo(ErrorCode.SHARD_BUSY));

    assertThat(log).exists();
    assertThat(copy).exists();
  }

  @Test
  void whatIsSetAsideKeepsItsPlaceUntilAnotherTakesItButForItsLog() throws IOException {
    Path database;
    try (ShardStore store = create(A)) {
      database = requireNonNull(store.file()).database();
    }
    Files.writeString(database.resolveSibling(database.getFileName() + "-wal"), "log");

    files.setAside(A);
    files.setAside(B);

    assertThat(files.isThere(A)).isTrue();
    assertThat(database.resolveSibling(database.getFileName() + "-wal")).doesNotExist();
    try (var all = Files.list(directory.resolve("set-aside"))) {
      assertThat(all.map(path -> path.getFileName().toString().replaceAll("-\\d+", "-T")).sorted())
          .containsExactly("a.sqlite-T", "a.sqlite-T-wal");
    }
  }

  @Test
  void scratchFilesDoNotSurviveARestart() throws IOException {
    Path left = Files.writeString(files.scratch().resolve("left.sqlite"), "left");
    driver.close();

    start();

    assertThat(left).doesNotExist();
    assertThat(files.scratch()).isEmptyDirectory();
  }
}
