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
import dev.cairn.storage.IndexDefinition;
import dev.cairn.storage.NewShard;
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
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
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
      driver.files().copy(store, file);
    }
  }

  @AfterEach
  void close() {
    driver.close();
  }

  private static WriteUnit declare(String field) {
    return new WriteUnit.Single(
        new dev.cairn.storage.Operation.DeclareIndex(
            Namespace.DEFAULT, new IndexDefinition("by-" + field, field, false)));
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
    assertThat(driver.files().admit(file).revision()).isEqualTo(3);

    ShardId other = new ShardId("b");
    driver.files().turnInto(file, other, 1_000_000_000, 0);
    driver.files().install(file, other);
    try (ShardStore store = driver.open(other, Durability.NORMAL, true)) {
      assertThat(store.unfinishedIndexes()).as("rows of indexes are made anew").hasSize(1);
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
        "update indexes set field='[[['"
      })
  void rowsThatThisProgramNeverWritesAreRefused(String statement) throws Exception {
    change("drop trigger index_1_update", statement);
    change(new IndexTriggers(1, 1, dev.cairn.query.Field.parse("n"), false).create().get(1));

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
