package dev.cairn.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The running service does what its API description says, with thousands of requests made up from
 * it. What was sent and found is kept under {@code target/schemathesis}.
 */
class SchemathesisIT {

  private static final Path TOOLS = Path.of("src", "test", "tools");
  private static final Path REPORT = Path.of("target", "schemathesis");
  private static final String ADMINISTRATOR =
      "{\"name\":\"tester\",\"scopes\":[{\"shards\":\"*\",\"role\":\"admin\"}]}";
  private static final long PATIENCE_MINUTES = 10;

  /** Who begins transactions and forgets them holds up nobody else's requests. */
  private static final Map<String, String> LOST_CLIENTS =
      Map.of("CAIRN_TRANSACTIONS_IDLE", "100ms");

  @Test
  void theServiceKeepsItsDescription(@TempDir Path directory) throws Exception {
    Files.createDirectories(REPORT);
    try (CairnProcess cairn = CairnProcess.serve(LOST_CLIENTS, directory.resolve("data"));
        Client client = new Client(cairn.awaitUrl())) {
      // The examples of the description lead to something.
      client.send("PUT", "/v1/shards/country-DE/namespaces/default/entries/DE-BE", "{\"a\":1}");
      // With a key from the first request on: one that was made on the way would close the service.
      String made = client.send("POST", "/v1/keys", ADMINISTRATOR).body();
      assertThat(made).contains("cairn_");
      String key = made.replaceFirst("(?s).*\"key\":\"([^\"]+)\".*", "$1");
      Path output = REPORT.resolve("output.txt");
      ProcessBuilder command =
          new ProcessBuilder(command(cairn.awaitUrl().resolve("/q/openapi").toString(), key))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      command.environment().put("CAIRN_TESTER_KEY_ID", key.split("_", -1)[1]);
      Process tester = command.start();
      boolean ended = tester.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      tester.destroyForcibly();
      String report = Files.readString(output, UTF_8);
      assertThat(ended).as(report).isTrue();
      assertThat(tester.exitValue()).as(report).isZero();
      assertThat(report).doesNotContain("0 test cases");
      assertThat(cairn.output()).doesNotContain("\tat ", "ERROR");
    }
  }

  private static List<String> command(String description, String key) {
    String seed = System.getProperty("cairn.seed", "42");
    return List.of(
        TOOLS.resolve(Path.of("schemathesis", "bin", "schemathesis")).toAbsolutePath().toString(),
        "--config-file",
        TOOLS.resolve("schemathesis.toml").toAbsolutePath().toString(),
        "run",
        description,
        "--header",
        "Authorization: Bearer " + key,
        "--seed",
        seed,
        "--report",
        "junit,ndjson",
        "--report-dir",
        REPORT.toAbsolutePath().toString());
  }
}
