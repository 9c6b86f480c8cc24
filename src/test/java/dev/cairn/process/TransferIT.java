package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.LocalServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports and exports of the packaged program against a server that dies, restarts or is strict.
 */
class TransferIT {

  private static final int ITEMS = 15_000;

  /** Items of a batch where an import is to take its time. */
  private static final int FEW = 10;

  private static final long WORK_SECONDS = 180;
  private static final Pattern COUNTS = Pattern.compile("(?s).*?(\\d+) created.* (\\d+) there.*");
  private static final Pattern COUNT = Pattern.compile("\\{\"count\":(\\d+)}");

  @TempDir private Path directory;

  @Test
  void anImportOutlivesAServerThatIsKilledAndStartedAgain() throws Exception {
    Path input = longInput();
    int port = LocalServers.freePort();
    CairnProcess first = serve(port);
    try (CairnProcess command = start(port, input, "--retries=100")) {
      awaitSomething(first.awaitUrl());
      first.kill();
      try (CairnProcess second = serve(port)) {
        assertThat(command.awaitExit(WORK_SECONDS)).as(command.output()).isZero();
        assertThat(command.output()).contains("0 failed");
        assertEverythingIsThere(second.awaitUrl(), input);
      }
    }
  }

  @Test
  void anImportWhoseServerIsGoneGoesOnWhenItRunsAgain() throws Exception {
    Path input = longInput();
    int port = LocalServers.freePort();
    CairnProcess first = serve(port);
    try (CairnProcess command = start(port, input, "--retries=0")) {
      awaitSomething(first.awaitUrl());
      first.kill();
      assertThat(command.awaitExit(WORK_SECONDS)).as(command.output()).isEqualTo(3);
      assertThat(command.output()).contains("Run the same command again to go on.");
    }
    try (CairnProcess second = serve(port);
        CairnProcess command = start(port, input, "--retries=0")) {
      assertThat(command.awaitExit(WORK_SECONDS)).as(command.output()).isZero();
      assertThat(command.output()).contains("Going on from item");
      assertThat(directory.resolve("in.ndjson.cairn-import")).doesNotExist();
      assertEverythingIsThere(second.awaitUrl(), input);
    }
  }

  @Test
  void anImportThatIsInterruptedGoesOnWhenItRunsAgain() throws Exception {
    Path input = longInput();
    int port = LocalServers.freePort();
    try (CairnProcess server = serve(port)) {
      try (CairnProcess command = start(port, input)) {
        awaitSomething(server.awaitUrl());
        assertThat(command.interrupt()).isEqualTo(130);
      }
      assertThat(directory.resolve("in.ndjson.cairn-import")).exists();
      try (CairnProcess command = start(port, input)) {
        assertThat(command.awaitExit(WORK_SECONDS)).as(command.output()).isZero();
        Matcher counts = COUNTS.matcher(command.output());
        assertThat(counts.matches()).as(command.output()).isTrue();
      }
      assertEverythingIsThere(server.awaitUrl(), input);
    }
  }

  @Test
  void aServerThatTakesSmallBatchesGetsSmallOnes() throws Exception {
    Path input = input(2_000);
    settings("cairn.limits.batch-members=7\ncairn.limits.value-depth=3");
    Files.writeString(input, "{\"id\":\"deep\",\"v\":[[[[1]]]]}\n" + Files.readString(input));
    int port = LocalServers.freePort();
    try (CairnProcess server = serve(port);
        CairnProcess command = start(port, input)) {
      assertThat(command.awaitExit(WORK_SECONDS)).as(command.output()).isEqualTo(1);
      assertThat(command.output()).contains("2000 created", "1 failed", "item 1 (line 1)");
      assertThat(count(server.awaitUrl())).isEqualTo(2_000);
    }
  }

  @Test
  void allShardsAreExportedOnceAndTheServerTellsHowItIs() throws Exception {
    Path files = directory.resolve("files");
    Path input = input(30);
    try (CairnProcess server = CairnProcess.serve(directory.resolve("data"))) {
      String at = "--server=" + server.awaitUrl();
      run(0, "import", input.toString(), "--shard=s-{n}", "--key={id}", at);
      String[] all = {"export", "--all", "--directory", files.toString(), "--resume", at};
      assertThat(run(0, all)).contains("10 shards exported, 0 up to date, 0 failed; 30 entries");
      try (Client client = new Client(server.awaitUrl())) {
        client.send("PUT", "/v1/shards/s-3/namespaces/default/entries/more", "1");
      }
      assertThat(run(0, all)).contains("1 shards exported, 9 up to date, 0 failed; 4 entries");
      assertThat(files.toFile().list()).hasSize(10);
      assertThat(run(1, "export", "nothing", at)).contains("shard-not-found");
      String management = "--management=" + server.awaitManagementUrl();
      assertThat(run(0, "status", at, management))
          .containsPattern("shards +10")
          .containsPattern("health.status +UP");
    }
    String nowhere = "--server=http://127.0.0.1:" + LocalServers.freePort();
    run(3, "status", nowhere, "--retries=0");
    run(3, "export", "s-1", nowhere, "--retries=0");
    run(3, "import", input.toString(), "--shard=s", "--key={id}", nowhere, "--retries=0");
    run(2, "import", input.toString(), "--parallel=0");
  }

  private static String run(int exitCode, String... arguments) {
    try (CairnProcess command = CairnProcess.start(arguments)) {
      int code = command.awaitExit(WORK_SECONDS);
      assertThat(code).as(command.output()).isEqualTo(exitCode);
      return command.output();
    }
  }

  private CairnProcess serve(int port) {
    return CairnProcess.serveAt(port, directory.resolve("data"));
  }

  private static CairnProcess start(int port, Path input, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("import", input.toString(), "--shard=bulk", "--key={id}", "--quiet"));
    arguments.add("--server=http://127.0.0.1:" + port);
    arguments.addAll(List.of(more));
    return CairnProcess.start(arguments.toArray(String[]::new));
  }

  /**
   * A file whose import takes thousands of requests, so that it is far from its end when the first
   * item has been seen: the server is told to take small batches only.
   */
  private Path longInput() throws IOException {
    settings("cairn.limits.batch-members=" + FEW);
    return input(ITEMS);
  }

  /** Settings of the server that is started next. */
  private void settings(String lines) throws IOException {
    Files.createDirectories(directory.resolve("data"));
    Files.writeString(directory.resolve("data/cairn.properties"), lines + "\n");
  }

  private Path input(int items) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < items; i++) {
      lines.append("{\"id\": \"k%06d\", \"n\": %d, \"pad\": \"%s\"}\n".formatted(i, i % 10, PAD));
    }
    return Files.writeString(directory.resolve("in.ndjson"), lines);
  }

  private static final String PAD = "x".repeat(200);

  private static void awaitSomething(URI server) {
    long deadline = System.nanoTime() + Duration.ofSeconds(WORK_SECONDS).toNanos();
    while (count(server) == 0) {
      assertThat(System.nanoTime()).as("nothing was imported").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private static long count(URI server) {
    try (Client client = new Client(server)) {
      var answer = client.send("POST", "/v1/shards/bulk/namespaces/default/count", "{}");
      Matcher count = COUNT.matcher(answer.body());
      return count.matches() ? Long.parseLong(count.group(1)) : 0;
    }
  }

  private void assertEverythingIsThere(URI server, Path input) throws IOException {
    Path export = directory.resolve("out.ndjson");
    run(0, "export", "bulk", "-o", export.toString(), "--server=" + server);
    TreeSet<String> values = new TreeSet<>();
    for (String line : Files.readAllLines(export)) {
      int value = line.indexOf("\"value\":");
      if (value >= 0) {
        values.add(line.substring(value + "\"value\":".length(), line.length() - 1));
      }
    }
    assertThat(values).hasSize(ITEMS);
    assertThat(values.equals(new TreeSet<>(Files.readAllLines(input)))).isTrue();
  }
}
