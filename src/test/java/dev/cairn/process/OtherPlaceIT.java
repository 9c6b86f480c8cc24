package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replica in a place that Litestream alone can use, here on a WebDAV server: what is written
 * comes there, and Litestream and {@code cairn restore --from} together bring it back.
 */
class OtherPlaceIT {

  private static final Path LITESTREAM =
      Path.of("target", "litestream", "litestream").toAbsolutePath();

  private static final Pattern EPOCH =
      Pattern.compile("\"epoch\":(\\d+),\"epochBegan\":\"([^\"]+)\"");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  private WebDavServer store;

  @BeforeEach
  void startStore() throws IOException {
    store = WebDavServer.start(directory.resolve("dav"));
  }

  @AfterEach
  void stopStore() {
    store.close();
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("CAIRN_BACKUP_LITESTREAM", LITESTREAM.toString());
    environment.put("CAIRN_BACKUP_REQUIRED", "true");
    return environment;
  }

  @Test
  void whatIsThereComesBackThroughLitestreamItself() throws Exception {
    String place;
    try (CairnProcess cairn =
            CairnProcess.serve(
                environment(), directory.resolve("data"), "--backup", store.url("cairn"));
        Client client = new Client(cairn.awaitUrl())) {
      for (int i = 1; i <= 3; i++) {
        BackedUpService.putReplicated(client, "Guild:7", "k", "" + i);
      }
      place = placeOf(client.get("/v1/shards/Guild:7/backup").body());
      assertThat(client.get("/v1/shards/Guild:7/backup/points").statusCode()).isEqualTo(409);
      cairn.kill();
    }
    Path file = directory.resolve("restored.sqlite");

    restoreByLitestream(store.url("cairn") + place, file);
    try (CairnProcess command =
        CairnProcess.start(
            environment(),
            "restore",
            "Guild:7",
            "--from",
            file.toString(),
            "--data",
            directory.resolve("new").toString())) {
      assertThat(command.awaitExit(60)).as(command.output()).isZero();
      assertThat(command.output()).contains("Guild:7: revision 3 as of");
    }

    try (CairnProcess cairn =
            CairnProcess.serve(
                environment(), directory.resolve("new"), "--backup", store.url("cairn"));
        Client client = new Client(cairn.awaitUrl())) {
      assertThat(client.get(BackedUpService.entry("Guild:7", "k")).body()).isEqualTo("3");
      BackedUpService.putReplicated(client, "Guild:7", "k", "4");
      assertThat(placeOf(client.get("/v1/shards/Guild:7/backup").body()))
          .as("nothing goes into what another file was copied to")
          .isNotEqualTo(place);
      assertThat(cairn.stop()).as(cairn.output()).isIn(0, 143);
    }
  }

  /** Where below the replica's URL the present epoch lies, as docs/operations.md tells it. */
  private static String placeOf(String backup) {
    Matcher told = EPOCH.matcher(backup);
    assertThat(told.find()).as(backup).isTrue();
    return "/shards/=47uild=3a7/e%08d-%d"
        .formatted(Integer.parseInt(told.group(1)), Instant.parse(told.group(2)).toEpochMilli());
  }

  private static void restoreByLitestream(String url, Path file) throws Exception {
    Path said = file.resolveSibling("litestream.log");
    Process process =
        new ProcessBuilder(LITESTREAM.toString(), "restore", "-o", file.toString(), url)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }
}
