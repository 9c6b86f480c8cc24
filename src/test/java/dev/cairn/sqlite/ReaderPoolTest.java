package dev.cairn.sqlite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.StorageFault;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

class ReaderPoolTest {

  private static final int READERS = 3;
  private static final long MIB = 1L << 20;
  private static final SqliteSettings SETTINGS =
      new SqliteSettings(
          64 * MIB, 0, 4096, 5000, READERS, 50, 4 * MIB, 30_000, 64 * MIB, FeedSettings.DEFAULT);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ShardFileFixture file;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ConnectionSource writers;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private KeptConnection writer;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ConnectionSource readers;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ReaderPool pool;

  @BeforeEach
  void open() throws SQLException {
    file = new ShardFileFixture(directory, SETTINGS);
    writers = file.writers(Durability.NORMAL);
    writer = writers.connect();
    readers = file.readers();
    pool = pool(SETTINGS);
  }

  private ReaderPool pool(SqliteSettings settings) throws SQLException {
    return new ReaderPool(
        readers, new Faults(file.path, MIB), new NamespaceIds(), settings, Clock.systemUTC());
  }

  @AfterEach
  void close() throws SQLException {
    pool.close();
    assertThat(readers.lent()).as("connections that were not closed").isZero();
    readers.close();
    writer.close();
    writers.close();
  }

  @Test
  void oneReaderIsOpenFromTheBeginningAndOthersWhenTheyAreNeeded() {
    assertThat(readers.lent()).isEqualTo(1);
    try (SqliteReader first = pool.borrow()) {
      assertThat(first.totals().entries()).isZero();
      assertThat(readers.lent()).isEqualTo(1);
      assertThat(pool.tryBorrow()).as("another would have to be opened").isNull();
      pool.borrow().close();
      assertThat(readers.lent()).isEqualTo(2);
    }
  }

  @Test
  void aReaderGivenBackIsLentAgain() {
    for (int i = 0; i < 20; i++) {
      pool.borrow().close();
    }

    assertThat(readers.lent()).isEqualTo(1);
  }

  @Test
  void givingBackTwiceIsGivingBackOnce() {
    SqliteReader once = pool.borrow();
    once.close();
    once.close();

    List<SqliteReader> all = borrowAll();
    assertThat(pool.tryBorrow()).isNull();
    all.forEach(SqliteReader::close);
  }

  @Test
  void longReadsLeaveTheReaderThatIsIdleToWhoCantWait() {
    SqliteReader brief = requireNonNull(pool.tryBorrow());
    List<SqliteReader> all = borrowAll();
    brief.close();

    assertThatThrownBy(pool::borrow).isInstanceOf(StorageFault.class);
    SqliteReader again = requireNonNull(pool.tryBorrow());

    assertThat(again.totals().namespaces()).isEqualTo(1);
    again.close();
    all.forEach(SqliteReader::close);
    assertThat(readers.lent()).isEqualTo(READERS + 1);
  }

  @Test
  void whoWaitsTooLongIsToldThatTheShardIsBusy() {
    List<SqliteReader> all = borrowAll();

    StorageFault fault = catchThrowableOfType(StorageFault.class, pool::borrow);

    assertThat(fault.code()).isEqualTo(ErrorCode.SHARD_BUSY);
    assertThat(fault.detail()).contains("50 ms");
    all.forEach(SqliteReader::close);
    borrowAll().forEach(SqliteReader::close);
  }

  @Test
  void whoWaitsGetsTheReaderThatIsGivenBack() throws Exception {
    pool.close();
    pool =
        pool(
            new SqliteSettings(
                64 * MIB,
                0,
                4096,
                5000,
                READERS,
                60_000,
                4 * MIB,
                30_000,
                64 * MIB,
                FeedSettings.DEFAULT));
    List<SqliteReader> all = borrowAll();
    CountDownLatch asking = new CountDownLatch(1);
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Long> read =
          thread.submit(
              () -> {
                asking.countDown();
                try (SqliteReader reader = pool.borrow()) {
                  return reader.totals().namespaces();
                }
              });
      asking.await();
      all.removeLast().close();

      assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
    all.forEach(SqliteReader::close);
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    List<SqliteReader> all = borrowAll();
    Thread.currentThread().interrupt();

    StorageFault fault = catchThrowableOfType(StorageFault.class, pool::borrow);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(fault.code()).isEqualTo(ErrorCode.SHARD_BUSY);
    all.forEach(SqliteReader::close);
  }

  @Test
  void aReaderThatCantBeOpenedLeavesItsPlaceFree() throws Exception {
    SqliteReader first = pool.borrow();
    Path away = directory.resolve("away");
    Files.move(file.path.file(), away);

    for (int i = 0; i < 2 * READERS; i++) {
      StorageFault fault = catchThrowableOfType(StorageFault.class, pool::borrow);
      assertThat(fault.damaged()).as(fault.detail()).isTrue();
    }

    Files.move(away, file.path.file());
    first.close();
    borrowAll().forEach(SqliteReader::close);
  }

  @Test
  void manyThreadsShareTheReadersAndNoneIsLost() throws Exception {
    AtomicInteger read = new AtomicInteger();
    pool.close();
    pool =
        pool(
            new SqliteSettings(
                64 * MIB,
                0,
                4096,
                5000,
                READERS,
                60_000,
                4 * MIB,
                30_000,
                64 * MIB,
                FeedSettings.DEFAULT));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 400; i++) {
        threads.execute(
            () -> {
              try (SqliteReader reader = pool.borrow()) {
                read.addAndGet((int) reader.totals().namespaces());
              }
            });
      }
    }

    assertThat(read).hasValue(400);
    assertThat(readers.lent()).isBetween(1L, (long) READERS);
    borrowAll().forEach(SqliteReader::close);
  }

  @Test
  void idleReadersTakeUpASmallerShareOfTheCacheAtAVisit() throws SQLException {
    borrowAll().forEach(SqliteReader::close);
    for (int i = 0; i < 1000; i++) {
      file.shares.join(CacheShares.LEAST_KIB);
    }
    long others = 1000 * CacheShares.LEAST_KIB + CacheShares.MOST_KIB;
    assertThat(file.shares.grantedKib()).isGreaterThan(others + READERS * 64);

    pool.visit(0);

    assertThat(file.shares.grantedKib()).isEqualTo(others + READERS * 64);
    pool.visit(1);
    long before = pool.prepared();
    pool.visit(2);
    assertThat(pool.prepared()).as("nothing is left to take up").isEqualTo(before);
  }

  @Test
  void readersThatWereNotUsedForLongAreClosedAndTheLastOneRests() throws SQLException {
    borrowAll().forEach(SqliteReader::close);
    pool.visit(0);
    pool.visit(CacheShare.RESTS_AFTER_NANOS - 1);
    assertThat(readers.lent()).isEqualTo(READERS);
    assertThat(pool.wantsVisits()).isTrue();

    pool.visit(CacheShare.RESTS_AFTER_NANOS);

    assertThat(readers.lent()).isEqualTo(1);
    assertThat(pool.wantsVisits()).isFalse();
    assertThat(file.shares.grantedKib()).as("that of the writer").isEqualTo(CacheShares.MOST_KIB);
    try (SqliteReader last = requireNonNull(pool.tryBorrow())) {
      assertThat(last.totals().namespaces()).isEqualTo(1);
      assertThat(pool.wantsVisits()).as("it is lent").isFalse();
    }
    assertThat(pool.wantsVisits()).isTrue();
    borrowAll().forEach(SqliteReader::close);
  }

  @Test
  void ofTwoReadersTheOneThatIsUsedStaysOpen() throws SQLException {
    SqliteReader first = pool.borrow();
    SqliteReader second = pool.borrow();
    first.close();
    second.close();
    for (long now = 0; now <= CacheShare.RESTS_AFTER_NANOS; now += CacheShare.RESTS_AFTER_NANOS) {
      pool.visit(now);
      pool.borrow().close();
    }

    assertThat(readers.lent()).isEqualTo(1);
    assertThat(pool.wantsVisits()).as("it is in use").isTrue();
  }

  @Test
  void everyReaderIsClosedAlsoIfOneFails() throws SQLException {
    borrowAll().forEach(SqliteReader::close);
    assertThat(readers.lent()).isEqualTo(READERS);
    pool.keep(failing()); // lies on top, and so is closed first

    assertThatThrownBy(() -> pool.close()).isInstanceOf(SQLException.class);

    assertThat(readers.lent()).isZero();
  }

  /** A connection whose close fails after all. */
  private KeptConnection failing() throws SQLException {
    Connection real = DriverManager.getConnection("jdbc:sqlite:" + file.path.file());
    Connection lent =
        (Connection)
            Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  Object answer = method.invoke(real, arguments);
                  if (method.getName().equals("close")) {
                    throw new SQLException("a disk that fails");
                  }
                  return answer;
                });
    return new KeptConnection(lent, real.unwrap(SQLiteConnection.class), file.shares);
  }

  private List<SqliteReader> borrowAll() {
    List<SqliteReader> all = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      all.add(pool.borrow());
    }
    return all;
  }
}
