package dev.cairn.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ShardId;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that the catalogue is kept in. */
class SqliteCatalogueFileTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  Path directory;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("catalogue.sqlite");
  }

  @Test
  void aDatabaseOfSomebodyElseIsRefusedAndLeftAsItIs() throws SQLException, IOException {
    sql(file, "create table theirs(x)");
    byte[] before = Files.readAllBytes(file);

    assertRefused("another program");

    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(directory).isDirectoryNotContaining("glob:**-wal");
  }

  @Test
  void aDatabaseOfAnotherKindIsRefused() throws SQLException {
    sql(file, "pragma application_id=" + Schema.SHARD.applicationId());

    assertRefused("another program");
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Files.writeString(file, "no database at all".repeat(1000));

    assertRefused("not a database");
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path elsewhere = Files.createFile(directory.resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);

    assertRefused("symbolic link");

    assertThat(elsewhere).isEmptyFile();
  }

  @Test
  void aLinkToNowhereIsNotFollowed() throws IOException {
    Path elsewhere = directory.resolve("elsewhere");
    Files.createSymbolicLink(file, elsewhere);

    assertRefused("symbolic link");

    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void aLinkInPlaceOfTheLogIsNotFollowed() throws IOException {
    open().close();
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "precious");
    Files.createSymbolicLink(directory.resolve("catalogue.sqlite-wal"), elsewhere);

    assertRefused("beside");

    assertThat(elsewhere).hasContent("precious");
  }

  @Test
  void aCreationThatWasCutShortIsGoneOnWith() throws IOException {
    Files.createFile(file);

    try (SqliteCatalogue catalogue = open()) {
      assertThat(catalogue.count()).isZero();
    }
  }

  @Test
  void aNewerVersionIsRefused() throws SQLException {
    open().close();
    sql(file, "pragma user_version=9999");

    assertRefused("newer program");
  }

  @Test
  void ofManyShardsThatAreNotAllPutNoneIs() throws SQLException {
    try (SqliteCatalogue catalogue = open()) {
      catalogue.put(shard("before"));
      sql(
          file,
          "create trigger refusing before insert on shards when new.id='s400'"
              + " begin select raise(fail, 'refused'); end");

      assertThatThrownBy(() -> catalogue.putAll(many())).isInstanceOf(CairnException.class);

      assertThat(catalogue.list("", null, 10)).containsExactly(shard("before"));
      sql(file, "drop trigger refusing");
      catalogue.putAll(many());
      assertThat(catalogue.count()).as("it goes on").isEqualTo(501);
    }
  }

  private static List<ShardRecord> many() {
    return IntStream.range(0, 500).mapToObj(i -> shard("s" + i)).toList();
  }

  private static ShardRecord shard(String id) {
    return new ShardRecord(new ShardId(id), Durability.NORMAL, 1);
  }

  @Test
  void theLogIsMovedIntoTheFileByTheCatalogueItself() throws IOException {
    try (SqliteCatalogue catalogue = open()) {
      long before = Files.size(file);
      long wal = 0;
      for (int i = 0; i < 1200; i++) {
        catalogue.put(new ShardRecord(new ShardId("s" + i), Durability.NORMAL, i));
        wal = Files.size(directory.resolve("catalogue.sqlite-wal"));
      }
      assertThat(Files.size(file)).as("the log was moved").isGreaterThan(before);
      assertThat(wal).isLessThan(SqliteSettings.DEFAULT.checkpointBytes() + (1 << 20));
    }
  }

  @Test
  void nothingIsLeftBesideAClosedCatalogue() throws IOException {
    SqliteCatalogue catalogue = open();
    catalogue.put(new ShardRecord(new ShardId("a"), Durability.NORMAL, 1));
    catalogue.close();
    catalogue.close();

    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  private SqliteCatalogue open() {
    return new SqliteCatalogue(directory, Clock.systemUTC());
  }

  private void assertRefused(String reason) {
    StorageFault fault = catchThrowableOfType(StorageFault.class, this::open);
    assertThat(fault).isNotNull();
    assertThat(fault.detail()).contains("catalogue.sqlite", reason);
  }

  private static void sql(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
