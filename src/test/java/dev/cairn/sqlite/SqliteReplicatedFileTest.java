package dev.cairn.sqlite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.storage.KeptShard;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.ReplicatedFile;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitOfWork;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who moves the log of a shard that somebody else copies. */
class SqliteReplicatedFileTest {

  private static final ShardId ID = new ShardId("guild-7");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path data;

  /** Moves only when a test says so. */
  private final AtomicLong nanos = new AtomicLong();

  @SuppressWarnings("NullAway.Init") // set before each test
  private SqliteDriver driver;

  @SuppressWarnings("NullAway.Init") // set before each test
  private ShardStore store;

  @BeforeEach
  void open() {
    driver = new SqliteDriver(data, SqliteSettings.DEFAULT, Clock.systemUTC(), nanos::get);
    store = driver.create(ID, new NewShard(Durability.NORMAL, 0, 0));
  }

  @AfterEach
  void close() {
    store.close();
    driver.close();
  }

  private ReplicatedFile file() {
    return requireNonNull(store.file());
  }

  private void write(String value) {
    try (UnitOfWork work = store.begin()) {
      UnitExecutor executor = new UnitExecutor(Limits.DEFAULT, true);
      UnitResult result =
          executor.apply(work, new WriteUnit.Single(Units.put("k", value)), store.revision(), 0);
      work.commit(result.revision());
    }
  }

  private long logBytes() {
    return store.sizes().walBytes();
  }

  private void passAndMaintain() {
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    store.maintain();
  }

  @Test
  void aLogThatIsLeftIsNotMovedHoweverOldItGrows() {
    file().leaveLog();
    write("1");
    passAndMaintain();

    assertThat(store.maintenanceIsDue()).isFalse();
    assertThat(logBytes()).isPositive();
  }

  @Test
  void itIsMovedOnceItIsTakenBack() {
    file().leaveLog();
    write("1");
    file().takeLogBack();
    passAndMaintain();

    assertThat(logBytes()).isZero();
  }

  @Test
  void anEpochBeginsWithAnEmptyLogAndIsNotedInTheFile() {
    write("1");
    file().leaveLog();

    assertThat(file().beginEpoch(7)).isTrue();

    assertThat(logBytes()).isZero();
    assertThat(file().epoch()).isEqualTo(7);
    reopen();
    assertThat(file().epoch()).isEqualTo(7);
  }

  private void reopen() {
    store.close();
    store = driver.open(ID, Durability.NORMAL, false);
  }

  @Test
  void aReaderInTheWayIsTold() {
    file().leaveLog();
    write("1");
    try (ShardReader reader = store.reader()) {
      reader.hold();
      assertThat(reader.totals()).isNotNull();
      write("2");

      assertThat(file().beginEpoch(1)).isFalse();
      reader.letGo();
    }
    assertThat(file().epoch()).isEqualTo(1);
  }

  @Test
  void anEpochTakesNoRevision() {
    write("1");
    long before = store.revision();
    file().leaveLog();
    file().beginEpoch(1);
    write("2");

    assertThat(store.revision()).isEqualTo(before + 1);
  }

  @Test
  void itsNameIsThatOfItsFileAndItsNotesLieBesideIt() throws IOException {
    assertThat(file().database()).exists().isAbsolute();
    assertThat(file().name()).isEqualTo("guild-7");
    assertThat(file().notes())
        .isEqualTo(file().database().resolveSibling(".guild-7.sqlite-litestream"));
    Files.createDirectories(file().notes().resolve("ltx/0"));
    Files.writeString(file().notes().resolve("ltx/0/x"), "x");

    file().removeNotes();

    assertThat(file().notes()).doesNotExist();
    file().removeNotes();
  }

  @Test
  void whatIsNotedOfADeletedShardGoesWithIt() throws IOException {
    Files.createDirectories(file().notes().resolve("ltx/0"));
    Path notes = file().notes();
    store.close();

    driver.delete(ID);

    assertThat(notes).doesNotExist();
  }

  @Test
  void notesAreNotTakenForAShard() throws IOException {
    Files.createDirectories(file().notes().resolve("ltx/0"));
    List<ShardId> found = new ArrayList<>();

    driver.forEachShard((KeptShard shard) -> found.add(shard.id()));

    assertThat(found).containsExactly(ID);
    assertThat(file().notes()).exists();
  }
}
