package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk-through of the README: real data in through the command line, asked for, changed, and
 * out again.
 */
class MainJobIT {

  private static final String CODES = "/usr/share/iso-codes/json/iso_3166-2.json";
  private static final String ANDORRA = "/v1/shards/country-AD/namespaces/default";

  @Test
  void countriesGoInAreQueriedAndComeOutAgain(@TempDir Path directory) throws Exception {
    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("data"));
        Client client = new Client(cairn.awaitUrl())) {
      String server = cairn.awaitUrl().toString();
      String report = importCodes(server, directory.resolve("state"));
      assertThat(report).contains("5127 created", "0 failed");
      assertThat(client.get("/v1/status").body()).contains("\"shards\":200,");

      String query =
          "{\"filter\":{\"field\":\"name\",\"operator\":\"startsWith\",\"value\":\"E\"}}";
      assertThat(client.send("POST", ANDORRA + "/query", query).body())
          .contains("\"AD-03\"", "\"Encamp\"", "\"AD-08\"")
          .doesNotContain("\"AD-02\"");
      assertThat(client.send("POST", ANDORRA + "/count", "{}").body()).isEqualTo("{\"count\":7}");
      assertThat(
              client
                  .send(
                      "PATCH",
                      ANDORRA + "/entries/AD-03",
                      "{\"visited\":true}",
                      "application/merge-patch+json")
                  .statusCode())
          .isEqualTo(204);

      Path first = directory.resolve("first.ndjson");
      run("export", "country-AD", "-o", first.toString(), "--server", server, "--quiet");
      run("import", first.toString(), "--shard", "copy", "--server", server, "--quiet");
      Path second = directory.resolve("second.ndjson");
      run("export", "copy", "-o", second.toString(), "--server", server, "--quiet");
      assertThat(values(second)).hasSize(7).isEqualTo(values(first));
      assertThat(values(first).toString()).contains("\"visited\":true");
    }
  }

  private static String importCodes(String server, Path state) {
    return run(
        "import",
        CODES,
        "--items",
        "/3166-2",
        "--shard",
        "country-{code|before:-}",
        "--key",
        "{code}",
        "--state",
        state.toString(),
        "--server",
        server,
        "--quiet");
  }

  /** Keys and values of the entries of an export, without versions and times. */
  private static List<String> values(Path export) throws Exception {
    return Files.readAllLines(export).stream()
        .filter(line -> line.contains("\"key\""))
        .map(line -> line.replaceAll("\"(version|created|updated)\":[^,]*,", ""))
        .toList();
  }

  private static String run(String... arguments) {
    try (CairnProcess command = CairnProcess.start(List.of(), List.of(), List.of(arguments))) {
      int exitCode = command.awaitExit();
      assertThat(exitCode).as(command.output()).isZero();
      return command.output();
    }
  }
}
