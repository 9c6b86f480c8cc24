package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Durability;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.JsonText;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import dev.cairn.query.Sorts;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.ListRequest;
import dev.cairn.storage.MetadataChange;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.Parts;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitOfWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an open shard owes beyond the contract: its files, its statements, its bound. */
class SqliteShardStoreTest {

  private static final long MIB = 1L << 20;
  private static final ShardId ID = new ShardId("shard");
  private static final SqliteSettings SMALL =
      new SqliteSettings(
          64 * MIB, 0, 4096, 5000, 4, 5000, 256 * 1024, 30_000, MIB, FeedSettings.DEFAULT);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Path data;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private SqliteDriver driver;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private SqliteShardStore store;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private DatabasePath path;

  @BeforeEach
  void open() {
    data = directory.resolve("data");
    driver = new SqliteDriver(data, SMALL, Clock.systemUTC(), Ticker.SYSTEM);
    store = (SqliteShardStore) driver.create(ID, new NewShard(Durability.NORMAL, 0, 0));
    path = ShardFileFixture.pathOf(data, ID);
  }

  @AfterEach
  void close() {
    store.close();
    driver.close();
  }

  @Test
  void aClosedShardIsOneFile() throws IOException {
    put("a", 1000);
    try (ShardReader one = store.reader();
        ShardReader two = store.reader()) {
      assertThat(one.totals()).isEqualTo(two.totals());
    }
    assertThat(path.wal()).exists();

    store.close();

    try (Stream<Path> files = Files.list(path.parent())) {
      assertThat(files).containsExactly(path.file());
    }
  }

  @Test
  void aFileOfTheFirstVersionKeepsItsEntriesAndTakesNewOnes() throws Exception {
    put("old", 1000);
    store.close();
    ShardFileFixture.turnIntoFirstVersion(path.file());

    store = (SqliteShardStore) driver.open(ID, Durability.NORMAL, true);
    put("new", 1000);

    try (ShardReader reader = store.reader()) {
      assertThat(reader.totals().entries()).isEqualTo(2);
    }
  }

  @Test
  void aLogThatAKilledProcessLeftIsTakenUp() throws IOException {
    put("a", 1000);
    put("b", 1000);
    try (UnitOfWork unfinished = store.begin()) {
      put(unfinished, "c", 1000, 3);
      // What lies on the disk now is what a kill would leave.
      Path copy = directory.resolve("copy");
      try (SqliteDriver second = new SqliteDriver(copy, SMALL, Clock.systemUTC(), Ticker.SYSTEM)) {
        DatabasePath copied = ShardFileFixture.pathOf(copy, ID);
        Files.createDirectory(copied.parent());
        Files.copy(path.file(), copied.file());
        Files.copy(path.wal(), copied.wal());
        Files.copy(path.shm(), copied.shm());
        assertThat(copied.wal()).isNotEmptyFile();

        try (var recovered = second.open(ID, Durability.NORMAL, true);
            ShardReader reader = recovered.reader()) {
          assertThat(recovered.revision()).isEqualTo(2);
          assertThat(reader.totals().entries()).isEqualTo(2);
        }
        assertThat(copied.wal()).doesNotExist();
      }
    }
  }

  @Test
  void onTheHotPathsNoStatementIsPrepared() {
    for (int i = 0; i < 3; i++) {
      useEverything(i);
    }
    long before = store.prepared();
    long afterwards = before;
    for (int i = 0; i < 50; i++) {
      useEverything(i);
      afterwards = store.prepared();
    }

    assertThat(afterwards).isEqualTo(before);
  }

  private void useEverything(int round) {
    String key = "k" + round % 7;
    try (UnitOfWork work = store.begin()) {
      work.mark();
      put(work, key, 100, store.revision() + 1);
      work.put(
          Namespace.DEFAULT,
          Key.of("m" + key),
          JsonText.ofChecked("1"),
          new MetadataChange.Replace(JsonText.ofChecked("{}")),
          Entry.NEVER,
          stamp(store.revision() + 1));
      work.mark();
      work.delete(Namespace.DEFAULT, Key.of("k" + (round + 3) % 7), stamp(1));
      work.undoToMark();
      assertThat(work.get(Namespace.DEFAULT, Key.of(key), Parts.BOTH, 0)).isNotNull();
      work.commit(store.revision() + 1);
    }
    try (UnitOfWork nothing = store.begin()) {
      assertThat(nothing.namespace(Namespace.DEFAULT)).isNotNull();
    }
    try (ShardReader reader = store.reader()) {
      var unused = reader.get(Namespace.DEFAULT, Key.of(key), Parts.VALUE);
      unused = reader.get(Namespace.DEFAULT, Key.of("missing"), Parts.VALUE);
      assertThat(
              reader
                  .list(
                      Namespace.DEFAULT, new ListRequest("k", null, null, 2, round % 2), Parts.BOTH)
                  .entries())
          .isNotEmpty();
      assertThat(reader.query(Namespace.DEFAULT, query(round)).entries()).isNotEmpty();
      assertThat(reader.count(Namespace.DEFAULT, null)).isPositive();
    }
  }

  /** The same form each time, with other values. */
  private static Query query(int round) {
    return new Query(
        Filters.read(
            JsonText.ofChecked(
                "{\"field\":\"$version\",\"operator\":\"gt\",\"value\":" + round + "}"),
            ""),
        Sorts.read(JsonText.ofChecked("[{\"field\":\"$version\"}]"), ""),
        1 + round % 3,
        0,
        null,
        true,
        true);
  }

  @Test
  void aFullShardSaysSoAndTakesWritesAgainOnceSomethingWasDeleted() {
    int written = 0;
    StorageFault fault = null;
    while (fault == null && written < 100) {
      int next = written;
      fault = catchThrowableOfType(StorageFault.class, () -> put("k" + next, 50_000));
      written++;
    }
    assertThat(fault).isNotNull().extracting(StorageFault::code).isEqualTo(ErrorCode.SHARD_FULL);
    assertThat(written).isGreaterThan(10);
    int kept = written - 1;
    try (ShardReader reader = store.reader()) {
      assertThat(reader.totals().entries()).isEqualTo(kept);
    }
    assertThat(store.sizes().bytes()).isLessThanOrEqualTo(MIB);

    delete("k0");
    delete("k1");
    put("again", 50_000);

    try (ShardReader reader = store.reader()) {
      assertThat(reader.totals().entries()).isEqualTo(kept - 1);
    }
    assertThat(store.revision()).isEqualTo(kept + 3);
  }

  @Test
  void aUnitThatMeetsTheBoundLeavesNothingOfItself() {
    put("before", 1000);
    StorageFault fault;
    try (UnitOfWork work = store.begin()) {
      work.mark();
      put(work, "small", 1000, 2);
      work.mark();
      fault =
          catchThrowableOfType(StorageFault.class, () -> put(work, "large", (int) (2 * MIB), 2));
    }
    assertThat(fault.code()).isEqualTo(ErrorCode.SHARD_FULL);

    put("after", 1000);

    try (ShardReader reader = store.reader()) {
      assertThat(
              reader
                  .list(Namespace.DEFAULT, new ListRequest("", null, null, 9, 0), Parts.NEITHER)
                  .entries()
                  .stream()
                  .map(entry -> entry.key().text()))
          .containsExactly("after", "before");
    }
  }

  @Test
  void aReaderIsAsGoodAsBeforeAfterAnExportWasBrokenOff() {
    put("a", 1000);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      try (ShardReader reader = store.reader()) {
        var unused =
            catchThrowableOfType(
                IllegalStateException.class,
                () ->
                    reader.export(
                        new dev.cairn.storage.ExportVisitor() {
                          @Override
                          public void begin(long revision) {
                            seen.add("begin " + revision);
                          }

                          @Override
                          public void namespace(dev.cairn.storage.NamespaceInfo namespace) {}

                          @Override
                          public void entry(dev.cairn.Entry entry) {
                            throw new IllegalStateException("enough");
                          }
                        }));
      }
      put("b" + i, 10);
      assertThat(seen).last().isEqualTo("begin " + (i + 1));
    }
  }

  private void put(String key, int bytes) {
    try (UnitOfWork work = store.begin()) {
      put(work, key, bytes, store.revision() + 1);
      work.commit(store.revision() + 1);
    }
  }

  private void delete(String key) {
    try (UnitOfWork work = store.begin()) {
      assertThat(work.delete(Namespace.DEFAULT, Key.of(key), stamp(1))).isTrue();
      work.commit(store.revision() + 1);
    }
  }

  private static void put(UnitOfWork work, String key, int bytes, long revision) {
    work.put(
        Namespace.DEFAULT,
        Key.of(key),
        JsonText.ofChecked("\"" + "v".repeat(bytes) + "\""),
        MetadataChange.KEEP,
        Entry.NEVER,
        stamp(revision));
  }

  private static UnitOfWork.Stamp stamp(long revision) {
    return new UnitOfWork.Stamp(revision, 0);
  }
}
