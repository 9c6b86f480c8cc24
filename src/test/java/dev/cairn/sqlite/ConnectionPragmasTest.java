package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Durability;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.StorageFault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;

/** What every connection to a shard is set to, the first one and those after it. */
class ConnectionPragmasTest {

  private static final long MIB = 1L << 20;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @ParameterizedTest
  @EnumSource(Durability.class)
  void everyWriterHasEverySetting(Durability durability) throws SQLException {
    ShardFileFixture file = new ShardFileFixture(directory, SqliteSettings.DEFAULT);
    Map<String, String> wanted = common();
    wanted.put("synchronous", durability == Durability.FULL ? "2" : "1");
    wanted.put("query_only", "0");
    wanted.put("max_page_count", Long.toString(2048 * MIB / 4096));

    assertEveryConnection(file.writers(durability), wanted);
  }

  @Test
  void everyReaderHasEverySetting() throws SQLException {
    ShardFileFixture file = new ShardFileFixture(directory, SqliteSettings.DEFAULT);
    Map<String, String> wanted = common();
    wanted.put("query_only", "1");
    try (ConnectionSource writers = file.writers(Durability.NORMAL);
        KeptConnection writer = writers.connect()) {
      assertThat(writer.text("pragma journal_mode")).isEqualTo("wal");

      assertEveryConnection(file.readers(), wanted);
    }
  }

  private static Map<String, String> common() {
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("journal_mode", "wal");
    wanted.put("busy_timeout", "5000");
    wanted.put("cache_size", "-20000");
    wanted.put("temp_store", "2");
    wanted.put("foreign_keys", "1");
    wanted.put("wal_autocheckpoint", "0");
    wanted.put("mmap_size", "0");
    wanted.put("trusted_schema", "0");
    wanted.put("page_size", "4096");
    return wanted;
  }

  /** The first connection, and the one that takes its place. */
  private static void assertEveryConnection(ConnectionSource source, Map<String, String> wanted)
      throws SQLException {
    try (source) {
      for (String which : new String[] {"first", "second"}) {
        try (KeptConnection connection = source.connect()) {
          for (Map.Entry<String, String> pragma : wanted.entrySet()) {
            assertThat(connection.text("pragma " + pragma.getKey()))
                .as("%s of the %s connection", pragma.getKey(), which)
                .isEqualTo(pragma.getValue());
          }
        }
      }
      assertThat(source.lent()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096, 8192, 65_536})
  void theSizeOfPagesIsSetBeforeAnythingIsWritten(int pageSize) throws SQLException {
    ShardFileFixture file =
        new ShardFileFixture(directory, with(0, pageSize, SqliteSettings.DEFAULT.shardBytes()));
    try (ConnectionSource writers = file.writers(Durability.NORMAL);
        KeptConnection writer = writers.connect()) {
      assertThat(writer.number("pragma page_size")).isEqualTo(pageSize);
      assertThat(writer.text("pragma journal_mode")).isEqualTo("wal");
      assertThat(writer.number("pragma max_page_count")).isEqualTo(2048 * MIB / pageSize);
    }
  }

  @Test
  void aFileKeepsTheSizeOfPagesItWasMadeWith() throws SQLException {
    var unused = new ShardFileFixture(directory.resolve("a"), with(0, 8192, MIB));
    DatabasePath path = ShardFileFixture.pathOf(directory.resolve("a"), ShardFileFixture.ID);
    try (ConnectionSource writers =
            ConnectionSource.writer(
                path,
                Schema.SHARD.applicationId(),
                Durability.NORMAL,
                SqliteSettings.DEFAULT,
                new CacheShares(MIB));
        KeptConnection writer = writers.connect()) {
      assertThat(writer.number("pragma page_size")).isEqualTo(8192);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2_147_483_647L, 2_147_483_648L, 5_000_000_000L, 1L << 40})
  void everyMappingThatTheSettingAllowsIsTaken(long mmap) throws SQLException {
    ShardFileFixture file = new ShardFileFixture(directory, with(mmap, 4096, MIB));
    try (ConnectionSource writers = file.writers(Durability.NORMAL);
        KeptConnection writer = writers.connect();
        ConnectionSource readers = file.readers();
        KeptConnection reader = readers.connect()) {
      assertThat(writer.number("pragma mmap_size")).isEqualTo(mmap);
      assertThat(reader.number("pragma mmap_size")).isEqualTo(mmap);
    }
  }

  @Test
  void theLargestShardIsAsLargeAsSqliteCanNumberPages() throws SQLException {
    ShardFileFixture file = new ShardFileFixture(directory, with(0, 512, 1L << 44));
    try (ConnectionSource writers = file.writers(Durability.NORMAL);
        KeptConnection writer = writers.connect()) {
      assertThat(writer.number("pragma max_page_count")).isEqualTo(4_294_967_294L);
    }
  }

  @Test
  void aShardLargerThanALimitSetLaterIsStillOpened() throws SQLException {
    ShardFileFixture file = new ShardFileFixture(directory, SqliteSettings.DEFAULT);
    try (ConnectionSource writers = file.writers(Durability.NORMAL);
        KeptConnection writer = writers.connect()) {
      ShardFileFixture.put(writer, 1, 2_000_000);
    }
    try (ConnectionSource writers =
            ConnectionSource.writer(
                file.path,
                Schema.SHARD.applicationId(),
                Durability.NORMAL,
                with(0, 4096, MIB),
                file.shares);
        KeptConnection writer = writers.connect()) {
      assertThat(writer.number("pragma max_page_count"))
          .isEqualTo(writer.number("pragma page_count"))
          .isGreaterThan(MIB / 4096);
    }
  }

  @Test
  void readersAreOpenedReadOnlyAndNotOnlyToldSo() throws SQLException {
    ShardFileFixture file = new ShardFileFixture(directory, SqliteSettings.DEFAULT);
    try (ConnectionSource writers = file.writers(Durability.NORMAL);
        KeptConnection writer = writers.connect();
        ConnectionSource readers = file.readers();
        KeptConnection reader = readers.connect()) {
      assertThat(writer.number("select count(*) from namespaces")).isEqualTo(1);
      reader.once("pragma query_only=off");

      assertThatThrownBy(() -> reader.once("delete from namespaces"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("SQLITE_READONLY");
      assertThat(reader.number("select count(*) from namespaces")).isEqualTo(1);
    }
  }

  @Test
  void aSettingThatDidNotTakeIsAFaultOfThatShardAlone() throws SQLException {
    ShardFileFixture file = new ShardFileFixture(directory, SqliteSettings.DEFAULT);
    ConnectionSetup setup =
        new ConnectionSetup(
            SqliteSettings.DEFAULT, true, Schema.SHARD.applicationId(), Durability.NORMAL);
    try (Connection plain = DriverManager.getConnection("jdbc:sqlite:" + file.path.file())) {
      SQLiteConnection sqlite = plain.unwrap(SQLiteConnection.class);

      StorageFault fault = catchThrowableOfType(StorageFault.class, () -> setup.verify(sqlite));

      assertThat(fault.damaged()).isTrue();
      assertThat(fault.detail()).contains("busy_timeout", "instead of 5000");
    }
  }

  private static SqliteSettings with(long mmap, int pageSize, long shardBytes) {
    return new SqliteSettings(
        64 * MIB, mmap, pageSize, 5000, 4, 5000, 4 * MIB, 30_000, shardBytes, FeedSettings.DEFAULT);
  }
}
