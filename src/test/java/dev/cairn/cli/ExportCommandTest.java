package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExportCommandTest {

  private final Path directory;
  private FakeServer server;

  ExportCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aShardGoesToStandardOutputAsItComes() {
    server.export("a", export("a", 3));
    Run run = Run.exporting(server, "a");
    assertThat(run.exitCode()).isZero();
    assertThat(new String(run.data(), UTF_8)).isEqualTo(export("a", 3));
    assertThat(run.err()).contains("1 shards exported, 0 up to date, 0 failed; 1 entries");
  }

  @Test
  void aFileIsReplacedOnlyByAWholeExport() throws Exception {
    Path file = Files.writeString(directory.resolve("a.ndjson"), "old");
    server.export("a", export("a", 3).replaceAll("\\{\"end\".*\n", ""));
    Run run = Run.exporting(server, "a", "-o", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("a: The export is cut off");
    assertThat(file).hasContent("old");
    assertThat(directory).isDirectoryContaining("glob:**a.ndjson");
    assertThat(directory.toFile().list()).hasSize(1);

    server.export("a", export("a", 4));
    assertThat(Run.exporting(server, "a", "-o", file.toString()).exitCode()).isZero();
    assertThat(file).content().isEqualTo(export("a", 4));
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\":1}\n",
        "no json\n",
        "{\"format\":\"cairn-export/1\"}\n{\"end\":true,\"entries\":1}\n",
        "{\"format\":\"cairn-export/1\"}\n{\"end\":true,\"entries\":0}\n{}\n",
        "{\"format\":\"cairn-export/1\"}\n{\"end\":true,\"entries\":0}",
        ""
      })
  void whatIsNoWholeExportFails(String answer) {
    server.export("a", answer);
    assertThat(Run.exporting(server, "a", "-q").exitCode()).isEqualTo(1);
  }

  @Test
  void aShardThatBreaksOffMidwayIsAServerThatIsGone() {
    String whole = export("a", 3);
    server.misbehave(
        (exchange, ordinary) -> {
          exchange.sendResponseHeaders(200, whole.length());
          exchange.getResponseBody().write(whole.substring(0, 90).getBytes(UTF_8));
          exchange.getResponseBody().flush();
          exchange.close();
        });
    Path file = directory.resolve("a.ndjson");
    Run run = Run.exporting(server, "a", "-o", file.toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("broke off");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void allShardsGoIntoFilesAndOneThatVanishedIsNamed() {
    server.export("a", export("a", 1));
    server.export("b", export("b", 2));
    server.export("c", export("c", 3));
    server.misbehave(
        FakeServer.Fault.none(),
        FakeServer.Fault.none(),
        FakeServer.Fault.none(),
        FakeServer.Fault.answer(404, "{\"code\":\"shard-not-found\",\"detail\":\"gone\"}"));
    Path files = directory.resolve("deep/files");
    Run run = Run.exporting(server, "--all", "--directory", files.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("b: shard-not-found: gone (HTTP 404)");
    assertThat(run.err()).contains("2 shards exported, 0 up to date, 1 failed");
    assertThat(files.toFile().list()).containsExactlyInAnyOrder("a.ndjson", "c.ndjson");
  }

  @Test
  void resumingLeavesOutWhatIsUpToDate() throws Exception {
    server.export("a", export("a", 1));
    server.export("b", export("b", 2));
    server.export("c", export("c", 2));
    String[] all = {"--all", "--directory", directory.toString(), "--resume"};
    assertThat(Run.exporting(server, all).err()).contains("3 shards exported, 0 up to date");
    server.export("b", export("b", 9));
    Files.writeString(directory.resolve("c.ndjson"), "damaged");
    Run again = Run.exporting(server, all);
    assertThat(again.exitCode()).isZero();
    assertThat(again.err()).contains("2 shards exported, 1 up to date, 0 failed");
    assertThat(directory.resolve("b.ndjson")).content().isEqualTo(export("b", 9));
    assertThat(directory.resolve("c.ndjson")).content().isEqualTo(export("c", 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a --all --directory x",
        "--all",
        "a --directory x",
        "--all --directory x -o y",
        "a --prefix p",
        "../a",
        "a b"
      })
  void aCommandLineThatCantBeUsedIsRefused(String line) {
    Run run = Run.exporting(server, line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void nobodyListeningIsExitCodeThree() {
    server.close();
    assertThat(Run.exporting(server, "a", "--retries=0").exitCode()).isEqualTo(3);
    assertThat(
            Run.exporting(server, "--all", "--directory", directory.toString(), "--retries=0")
                .exitCode())
        .isEqualTo(3);
  }

  private static String export(String shard, int revision) {
    return """
    {"format":"cairn-export/1","shard":"%s","revision":%d,"exported":"2026-01-01T00:00:00.000Z"}
    {"namespace":"default"}
    {"namespace":"default","key":"k","version":1,"value":{"x": 1}}
    {"end":true,"entries":1}
    """
        .formatted(shard, revision);
  }
}
