package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.storage.StorageFault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

class SchemaTest {

  private static final long NOW = 1_700_000_000_000L;
  private static final Migration FIRST =
      new Migration(
          1,
          "records",
          List.of(
              "create table migrations(version integer primary key, name text not null,"
                  + " applied integer not null)",
              "create table a(x)"));
  private static final Migration SECOND =
      new Migration(2, "another", List.of("create table b(x)", "insert into a values(2)"));
  private static final Migration BROKEN =
      new Migration(
          3,
          "broken",
          List.of("create table c(x)", "insert into a values(3)", "no such statement"));

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private KeptConnection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = connect();
  }

  private KeptConnection connect() throws SQLException {
    Connection plain = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("file"));
    return new KeptConnection(
        plain, plain.unwrap(SQLiteConnection.class), new CacheShares(1 << 20));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void everyStepIsRecordedWithItsNumberNameAndTime() throws SQLException {
    schema(FIRST, SECOND).migrate(connection, NOW);

    assertThat(records()).containsExactly("1 records " + NOW, "2 another " + NOW);
    assertThat(connection.number("pragma user_version")).isEqualTo(2);
  }

  @Test
  void runningTheStepsAgainDoesNothing() throws SQLException {
    schema(FIRST, SECOND).migrate(connection, NOW);
    schema(FIRST, SECOND).migrate(connection, NOW + 1);

    assertThat(records()).containsExactly("1 records " + NOW, "2 another " + NOW);
    assertThat(connection.number("select count(*) from a")).isEqualTo(1);
  }

  @Test
  void anOlderFileGetsTheMissingStepsOnly() throws SQLException {
    schema(FIRST).migrate(connection, NOW);

    schema(FIRST, SECOND).migrate(connection, NOW + 1);

    assertThat(records()).containsExactly("1 records " + NOW, "2 another " + (NOW + 1));
  }

  @Test
  void aStepThatFailsLeavesTheVersionBeforeItWhole() throws SQLException {
    assertThatThrownBy(() -> schema(FIRST, SECOND, BROKEN).migrate(connection, NOW))
        .isInstanceOf(SQLException.class);

    assertThat(connection.number("pragma user_version")).isEqualTo(2);
    assertThat(records()).hasSize(2);
    assertThat(connection.number("select count(*) from sqlite_schema where name='c'")).isZero();
    assertThat(connection.number("select max(x) from a")).isEqualTo(2);
    schema(FIRST, SECOND, new Migration(3, "mended", List.of("create table c(x)")))
        .migrate(connection, NOW);
    assertThat(connection.number("pragma user_version")).isEqualTo(3);
  }

  @Test
  void aStepThatIsCutShortIsNotThereAfterwards() throws SQLException {
    schema(FIRST).migrate(connection, NOW);
    connection.once("begin immediate");
    connection.once("create table b(x)");
    connection.once("pragma user_version=2");
    connection.close(); // as the end of the process would, in the middle of the step

    connection = connect();
    assertThat(connection.number("pragma user_version")).isEqualTo(1);
    schema(FIRST, SECOND).migrate(connection, NOW);

    assertThat(records()).hasSize(2);
  }

  @Test
  void aFileOfANewerVersionIsRefusedAndLeftAsItIs() throws SQLException {
    schema(FIRST, SECOND).migrate(connection, NOW);

    StorageFault fault =
        catchThrowableOfType(StorageFault.class, () -> schema(FIRST).migrate(connection, NOW + 1));

    assertThat(fault.damaged()).isTrue();
    assertThat(fault.detail()).contains("version 2", "newer than version 1", "newer program");
    assertThat(connection.number("pragma user_version")).isEqualTo(2);
  }

  @Test
  void theStepsOfEveryKindOfFileAreNumberedFromOneAndRise() {
    for (Schema schema : List.of(Schema.SHARD, Schema.CATALOGUE)) {
      List<Integer> versions = schema.migrations().stream().map(Migration::version).toList();
      assertThat(versions).isSorted().doesNotHaveDuplicates().startsWith(1);
      assertThat(versions).endsWith(schema.version());
    }
    assertThat(Schema.SHARD.applicationId()).isNotEqualTo(Schema.CATALOGUE.applicationId());
  }

  private List<String> records() throws SQLException {
    List<String> records = new ArrayList<>();
    try (var rows =
        connection.statement("select * from migrations order by version").executeQuery()) {
      while (rows.next()) {
        records.add(rows.getInt(1) + " " + rows.getString(2) + " " + rows.getLong(3));
      }
    }
    return records;
  }

  private static Schema schema(Migration... migrations) {
    return new Schema(1, List.of(migrations));
  }
}
