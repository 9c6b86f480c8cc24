package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Key;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.FieldIndex;
import dev.cairn.storage.IndexDefinition;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.Operation;
import dev.cairn.storage.SearchIndex;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that anybody may have made: which of them can become shards. */
class ForeignFileTest {

  private static final ShardId SHARD = new ShardId("a");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private SqliteDriver driver;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Path file;

  @BeforeEach
  void takeOneOut() {
    driver =
        new SqliteDriver(
            directory.resolve("data"), SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
    file = driver.files().scratch().resolve("brought.sqlite");
    try (ShardStore store = driver.create(SHARD, new NewShard(Durability.NORMAL, 1000, 0))) {
      write(store, new WriteUnit.Single(Units.put("a", "{\"n\":1}")));
      write(store, new WriteUnit.Single(Units.put("b", "{\"n\":2}")));
      write(store, declare("n"));
      write(store, declare(new SearchIndex("text", List.of("t", "$metadata.n"))));
      driver.files().copy(store, file);
    }
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private static WriteUnit declare(String field) {
    return declare(new FieldIndex("by-" + field, field, false));
  }

  private static WriteUnit declare(IndexDefinition definition) {
    return new WriteUnit.Single(new Operation.DeclareIndex(Namespace.DEFAULT, definition));
  }

  private static void write(ShardStore store, WriteUnit unit) {
    try (UnitOfWork work = store.begin()) {
      UnitResult result =
          new UnitExecutor(Limits.DEFAULT, true).apply(work, unit, store.revision(), 2000);
      work.commit(result.revision());
    }
  }

  private void change(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private StorageFault refusal() {
    ShardFiles files = driver.files();
    return catchThrowableOfType(StorageFault.class, () -> files.admit(file));
  }

  private void assertRefused(String why) {
    StorageFault refusal = refusal();
    assertThat(refusal).as(why).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.FILE_REFUSED);
    assertThat(refusal.detail()).contains(why).doesNotContain(directory.toString());
  }

  @Test
  void oneThatWasTakenOutIsAdmitted() {
    assertThat(driver.files().admit(file).revision()).isEqualTo(4);

    ShardId other = new ShardId("b");
    driver.files().turnInto(file, other, 1_000_000_000, 0);
    driver.files().install(file, other);
    try (ShardStore store = driver.open(other, Durability.NORMAL, true)) {
      assertThat(store.unfinishedIndexes()).as("rows of indexes are made anew").hasSize(2);
    }
  }

  @Test
  void answersThatItKeepsAreNotGiven() throws Exception {
    change(
        "insert into answers(name, request, at, revision, answer, upto)"
            + " values(x'01', x'02', 3, 4, x'05', 6)");

    driver.files().admit(file);

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from answers")) {
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  void whatAFullTextIndexHoldsIsNotBelieved() throws Exception {
    change("update search_2_data set block=x'0102'", "delete from search_2_docsize");

    StorageFault refusal = refusal();

    if (refusal == null) {
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("pragma integrity_check(1)")) {
        assertThat(rows.getString(1)).isEqualTo("ok");
      }
    } else {
      assertThat(refusal.code()).isEqualTo(ErrorCode.FILE_REFUSED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create trigger t after insert on entries begin delete from entries; end",
        "create view v as select * from entries",
        "create table more(x)",
        "create index other on entries(version)",
        "create virtual table f using fts5(x)",
        "create table search_9_data(id integer primary key, block blob)",
        "create trigger index_1_insert2 after insert on entries begin select 1; end"
      })
  void whatNoShardHasIsRefused(String statement) throws Exception {
    change(statement);

    assertRefused("something that no shard has");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table changes",
        "drop index expiring",
        "drop trigger index_1_insert",
        "drop trigger index_2_update",
        "drop table search_2",
        "alter table entries add column more",
        "alter table meta drop column epoch"
      })
  void whatEveryShardHasMustBeThere(String statement) throws Exception {
    change(statement);

    assertRefused("lacks something that every shard has");
  }

  @Test
  void aTriggerOfOursThatDoesSomethingElseIsRefused() throws Exception {
    change(
        "drop trigger index_1_delete",
        "create trigger index_1_delete after delete on entries when old.namespace=1"
            + " begin delete from meta; end");

    assertRefused("index_1_delete");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update entries set value='{' where key=cast('a' as blob)",
        "update entries set value='{\"a\":1,\"a\":2}' where key=cast('a' as blob)",
        "update entries set value=x'31' where key=cast('a' as blob)",
        "update entries set key='text' where key=cast('a' as blob)",
        "update entries set key=x'ff' where key=cast('a' as blob)",
        "update entries set key=x'' where key=cast('a' as blob)",
        "update entries set metadata='[1]' where key=cast('a' as blob)",
        "update entries set version=99 where key=cast('a' as blob)",
        "update entries set expires='soon' where key=cast('a' as blob)",
        "update entries set namespace=77 where key=cast('a' as blob)",
        "insert into namespaces(name, version, created, updated) values('../x', 1, 1, 1)",
        "update namespaces set name='other'",
        "update meta set revision=9223372036854775807",
        "update meta set shard='../../etc'",
        "delete from meta",
        "update indexes set field='[[['",
        "update indexes set field='{}' where kind='search'",
        "update indexes set field='[7]' where kind='search'",
        "update indexes set kind='search'"
      })
  void rowsThatThisProgramNeverWritesAreRefused(String statement) throws Exception {
    List<String> triggers = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement reading = connection.createStatement();
        ResultSet rows =
            reading.executeQuery(
                "select sql from sqlite_schema where name glob 'index_*_update'")) {
      while (rows.next()) {
        triggers.add(rows.getString(1));
      }
    }
    change("drop trigger index_1_update", "drop trigger index_2_update", statement);
    change(triggers.toArray(String[]::new));

    assertThat(refusal()).isNotNull();
    assertThat(refusal().code()).isEqualTo(ErrorCode.FILE_REFUSED);
  }

  @Test
  void aNewerVersionIsRefused() throws Exception {
    change("pragma user_version=1000");

    assertRefused("has version 1000 of the schema");
  }

  @Test
  void anotherProgramsFileIsRefused() throws Exception {
    change("pragma application_id=1");
    assertRefused("another program");
    Files.writeString(file, "no database at all");
    assertRefused("no SQLite database");
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 2 * 4096; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(file, bytes);

    assertThat(refusal().code()).isEqualTo(ErrorCode.FILE_REFUSED);
    Files.write(file, java.util.Arrays.copyOf(bytes, 5000));
    assertThat(refusal().code()).isEqualTo(ErrorCode.FILE_REFUSED);
  }

  @Test
  void numbersThatCanBeCountedAreNotBelieved() throws Exception {
    change("update meta set entries=1000000");

    assertThatCode(() -> driver.files().admit(file)).doesNotThrowAnyException();
    ShardId other = new ShardId("b");
    driver.files().turnInto(file, other, 1_000_000_000, 0);
    driver.files().install(file, other);
    try (ShardStore store = driver.open(other, Durability.NORMAL, true);
        var reader = store.reader()) {
      assertThat(reader.totals().entries()).isEqualTo(2);
      assertThat(reader.get(Namespace.DEFAULT, Key.of("a"), dev.cairn.storage.Parts.BOTH))
          .isNotNull();
    }
  }
}
