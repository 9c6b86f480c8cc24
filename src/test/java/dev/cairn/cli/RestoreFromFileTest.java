package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.sqlite.SqliteCatalogue;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.NewShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cairn restore --from}: one plain SQLite file becomes a shard again. */
@Timeout(60)
class RestoreFromFileTest {

  private static final ShardId ID = new ShardId("Guild:7");
  private static final long REVISION = 2_000_000_000;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    Path made = directory.resolve("made");
    try (SqliteDriver driver = driver(made)) {
      driver.create(ID, new NewShard(Durability.NORMAL, 0, REVISION)).close();
    }
    file = directory.resolve("found.sqlite");
    Files.copy(shardFile(made), file);
  }

  private static SqliteDriver driver(Path data) {
    return new SqliteDriver(data, SqliteSettings.DEFAULT, Clock.systemUTC(), Ticker.SYSTEM);
  }

  private static Path shardFile(Path data) throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("shards"))) {
      return all.filter(each -> each.toString().endsWith(".sqlite")).findAny().orElseThrow();
    }
  }

  private Run restore(String... arguments) {
    String[] all =
        Stream.concat(
                Stream.of(arguments),
                Stream.of("-q", "--from", file.toString(), "--data", data().toString()))
            .toArray(String[]::new);
    return Run.of(RestoreCommand::new, "", all);
  }

  private Path data() {
    return directory.resolve("data");
  }

  @Test
  void aFileBecomesAShardInAHistoryOfItsOwn() throws Exception {
    byte[] before = Files.readAllBytes(file);

    Run run = restore("Guild:7");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Guild:7: revision 2000000000 as of", "1 of 1 shards restored");
    assertThat(Files.readAllBytes(file)).as("the file itself").isEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shardFile(data()))))
        .isEqualTo("rw-------");
    try (SqliteDriver driver = driver(data());
        SqliteCatalogue catalogue = new SqliteCatalogue(data(), Clock.systemUTC())) {
      assertThat(catalogue.find(ID)).isNotNull();
      assertThat(driver.open(ID, Durability.NORMAL, false).revision()).isEqualTo(3_000_000_000L);
    }
  }

  @Test
  void aShardThatIsThereIsLeftAlone() {
    assertThat(restore("Guild:7").exitCode()).isZero();

    assertThat(restore("Guild:7").out()).contains("0 of 1 shards restored, 1 were there");
  }

  @Test
  void theFileOfAnotherShardIsRefused() {
    Run run = restore("guild-8");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out() + run.err()).contains("is of shard Guild:7");
    assertThat(data().resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void aDamagedFileIsRefused() throws Exception {
    byte[] content = Files.readAllBytes(file);
    for (int i = 4096; i < content.length; i++) {
      content[i] = (byte) ~content[i];
    }
    Files.write(file, content);

    Run run = restore("Guild:7");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(data().resolve("shards")).isDirectoryNotContaining("regex:.*\\.sqlite");
  }

  @Test
  void aFileThatIsNotAllThereIsIsRefused() throws Exception {
    Path log = file.resolveSibling("found.sqlite-wal");
    Files.write(log, new byte[100]);

    Run run = restore("Guild:7");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(log.toString(), "a part of the state");
    assertThat(data()).doesNotExist();
  }

  @Test
  void aFileThatIsMissingIsRefused() throws Exception {
    Files.delete(file);

    Run run = restore("Guild:7");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("there is no file " + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--all", "a b", "a --at=2026-01-02T03:04:05Z", "a --copy=latest", ""})
  void oneShardAndNothingElseIsTaken(String arguments) {
    Run run = restore(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--from takes one shard");
  }
}
