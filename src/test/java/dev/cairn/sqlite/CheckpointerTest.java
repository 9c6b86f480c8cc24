package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.storage.FeedSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointerTest {

  private static final long MIB = 1L << 20;
  private static final int LARGE_BYTES = 100_000;
  private static final int LARGER_BYTES = 1_500_000;
  private static final int AGE_MILLIS = 30_000;
  private static final SqliteSettings SETTINGS =
      new SqliteSettings(
          64 * MIB, 0, 4096, 5000, 4, 5000, 1_000_000, AGE_MILLIS, 64 * MIB, FeedSettings.DEFAULT);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  private long nanos = Long.MAX_VALUE - 1000; // such a clock may start anywhere, and wrap

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ShardFileFixture file;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private ConnectionSource writers;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private KeptConnection writer;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Checkpointer checkpointer;

  @BeforeEach
  void open() throws SQLException {
    file = new ShardFileFixture(directory, SETTINGS);
    writers = file.writers(Durability.NORMAL);
    writer = writers.connect();
    checkpointer = new Checkpointer(writer, file.path, SETTINGS, () -> nanos);
  }

  @AfterEach
  void close() throws SQLException {
    writer.close();
    writers.close();
  }

  @Test
  void aSmallYoungLogIsLeftAlone() throws SQLException {
    put(1, 1000);
    pass(AGE_MILLIS - 1);

    checkpointer.runIfDue();

    assertThat(checkpointer.walBytes()).isPositive();
  }

  @Test
  void anOldLogIsMovedIntoTheFileAndEmptied() throws SQLException, IOException {
    put(1, LARGE_BYTES);
    long before = Files.size(file.path.file());
    pass(AGE_MILLIS);

    checkpointer.runIfDue();

    assertThat(checkpointer.walBytes()).isZero();
    assertThat(Files.size(file.path.file())).isGreaterThan(before).isGreaterThan(LARGE_BYTES);
  }

  @Test
  void theAgeIsThatOfTheOldestCommitInTheLog() throws SQLException {
    put(1, 1000);
    pass(AGE_MILLIS - 1);
    put(2, 1000);
    pass(1);

    checkpointer.runIfDue();

    assertThat(checkpointer.walBytes()).isZero();
    put(3, 1000);
    pass(AGE_MILLIS - 1);
    checkpointer.runIfDue();
    assertThat(checkpointer.walBytes()).isPositive();
  }

  @Test
  void aLargeLogIsMovedAtOnceAndWrittenAgainFromItsBeginning() throws SQLException, IOException {
    put(1, LARGER_BYTES);
    long large = checkpointer.walBytes();

    checkpointer.runIfDue();

    assertThat(Files.size(file.path.file())).isGreaterThan(LARGER_BYTES);
    put(2, LARGE_BYTES);
    assertThat(checkpointer.walBytes()).isEqualTo(large);
  }

  @Test
  void aLogUnderSteadyWritesStaysWithinTwiceItsSizeHoweverMuchIsWritten() throws SQLException {
    for (int i = 0; i < 300; i++) {
      put(i % 7, LARGE_BYTES);
      checkpointer.runIfDue();
      assertThat(checkpointer.walBytes()).isLessThan(2 * SETTINGS.checkpointBytes());
    }
  }

  @Test
  void aLogThatWasMovedIsCutOffWhenNobodyWritesAnyMore() throws SQLException {
    put(1, LARGER_BYTES);
    checkpointer.runIfDue();
    pass(AGE_MILLIS - 1);
    checkpointer.runIfDue();
    assertThat(checkpointer.walBytes()).isPositive();
    pass(1);

    checkpointer.runIfDue();

    assertThat(checkpointer.walBytes()).isZero();
  }

  @Test
  void aLogThatReadersKeepFromItsBeginningIsCutOffOnceTheyLetIt() throws SQLException {
    try (ConnectionSource readers = file.readers();
        KeptConnection reader = readers.connect()) {
      put(0, 1000);
      reader.once("begin");
      assertThat(reader.number("select count(*) from entries")).isEqualTo(1);
      for (int i = 0; i < 40; i++) {
        put(1, LARGE_BYTES);
        checkpointer.runIfDue();
      }
      assertThat(checkpointer.walBytes()).isGreaterThan(2 * SETTINGS.checkpointBytes());
      reader.once("rollback");
    }
    nanos += Checkpointer.RETRY_NANOS;

    checkpointer.runIfDue();

    assertThat(checkpointer.walBytes()).isZero();
  }

  @Test
  void nothingIsDoneWhereNothingWasCommitted() throws SQLException {
    writer.number("select count(*) from entries");
    pass(AGE_MILLIS);
    long before = writer.prepared();

    checkpointer.runIfDue();

    assertThat(writer.prepared()).isEqualTo(before);
  }

  @Test
  void aReaderInTheWayIsNotWaitedForAndAskedAgainLater() throws SQLException {
    put(1, 1000);
    try (ConnectionSource readers = file.readers();
        KeptConnection reader = readers.connect()) {
      reader.once("begin");
      assertThat(reader.number("select count(*) from entries")).isEqualTo(1);
      put(2, LARGE_BYTES);
      pass(AGE_MILLIS);

      checkpointer.runIfDue();
      assertThat(checkpointer.walBytes()).as("the reader still needs it").isPositive();
      assertThat(reader.number("select count(*) from entries")).isEqualTo(1);
      reader.once("rollback");

      nanos += Checkpointer.RETRY_NANOS - 1;
      checkpointer.runIfDue();
      assertThat(checkpointer.walBytes()).as("too early to ask again").isPositive();

      nanos += 1;
      checkpointer.runIfDue();
      assertThat(checkpointer.walBytes()).isZero();
      assertThat(reader.number("select count(*) from entries")).isEqualTo(2);
    }
    assertThat(writer.number("pragma busy_timeout")).isEqualTo(5000);
  }

  @Test
  void nobodyElseMovesTheLogHoweverLongItGrows() throws SQLException, IOException {
    long before = Files.size(file.path.file());
    for (int i = 0; i < 60; i++) {
      put(i, LARGE_BYTES); // together more than the thousand pages at which SQLite would do so
    }

    assertThat(checkpointer.walBytes()).isGreaterThan(1000 * 4096);
    assertThat(Files.size(file.path.file())).isEqualTo(before);
  }

  @Test
  void aLogThatWasLeftBehindGrowsOldToo() throws SQLException {
    put(1, 1000);
    Checkpointer second = new Checkpointer(writer, file.path, SETTINGS, () -> nanos);
    second.runIfDue();
    assertThat(second.walBytes()).isPositive();
    pass(AGE_MILLIS);

    second.runIfDue();

    assertThat(second.walBytes()).isZero();
  }

  private void put(int key, int bytes) throws SQLException {
    ShardFileFixture.put(writer, key, bytes);
    checkpointer.committed(bytes);
  }

  private void pass(long millis) {
    nanos += millis * 1_000_000;
  }
}
