package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk-through of the README: real data in through the command line, asked for, changed, and
 * out again.
 */
class MainJobIT {

  private static final String CODES = "/usr/share/iso-codes/json/iso_3166-2.json";
  private static final String LANGUAGES = "/usr/share/iso-codes/json/iso_639-3.json";
  private static final String LIVING = "/v1/shards/language-L/namespaces/default";
  private static final ObjectMapper JSON = new ObjectMapper();
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

  @Test
  void everyLanguageAndEveryCountryIsThereAsItWasInTheSource(@TempDir Path directory)
      throws Exception {
    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("data"));
        Client client = new Client(cairn.awaitUrl())) {
      String server = cairn.awaitUrl().toString();
      importCodes(server, directory.resolve("state"));
      assertThat(importLanguages(server, directory.resolve("state")))
          .contains("7910 created", "0 failed");

      Path files = directory.resolve("files");
      run("export", "--all", "--directory", files.toString(), "--server", server, "--quiet");
      assertThat(exported(files, "country-")).isEqualTo(source(CODES, "3166-2", "code"));
      assertThat(exported(files, "language-")).isEqualTo(source(LANGUAGES, "639-3", "alpha_3"));
      assertThat(client.get(LIVING + "/entries/deu").body()).isEqualTo(asItStands("deu"));

      String query = "{\"filter\":{\"field\":\"name\",\"operator\":\"eq\",\"value\":\"German\"}}";
      assertThat(client.send("POST", LIVING + "/query", query).body()).contains("\"deu\"");
      String patch = "{\"spoken\":true}";
      assertThat(
              client
                  .send("PATCH", LIVING + "/entries/deu", patch, "application/merge-patch+json")
                  .statusCode())
          .isEqualTo(204);
      assertThat(client.get(LIVING + "/entries?prefix=deu").body())
          .contains("\"deu\"", "\"spoken\":true");
    }
  }

  private static String importCodes(String server, Path state) {
    return importFile(CODES, "/3166-2", "country-{code|before:-}", "{code}", server, state);
  }

  private static String importLanguages(String server, Path state) {
    return importFile(LANGUAGES, "/639-3", "language-{type}", "{alpha_3}", server, state);
  }

  private static String importFile(
      String file, String items, String shard, String key, String server, Path state) {
    return run(
        "import",
        file,
        "--items",
        items,
        "--shard",
        shard,
        "--key",
        key,
        "--state",
        state.toString(),
        "--server",
        server,
        "--quiet");
  }

  /** Every item of the source by its key. */
  private static Map<String, JsonNode> source(String file, String items, String key)
      throws Exception {
    Map<String, JsonNode> all = new TreeMap<>();
    for (JsonNode item : JSON.readTree(Path.of(file).toFile()).get(items)) {
      all.put(item.get(key).asText(), item);
    }
    return all;
  }

  /** Every value in the exports of shards with a prefix, by its key. */
  private static Map<String, JsonNode> exported(Path files, String prefix) throws Exception {
    Map<String, JsonNode> all = new TreeMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(files, prefix + "*.ndjson")) {
      for (Path file : found) {
        for (String line : Files.readAllLines(file)) {
          JsonNode entry = JSON.readTree(line);
          if (entry.has("key")) {
            all.put(entry.get("key").asText(), entry.get("value"));
          }
        }
      }
    }
    return all;
  }

  /** The very characters of a language in the source, line breaks included. */
  private static String asItStands(String language) throws Exception {
    String source = Files.readString(Path.of(LANGUAGES));
    int inside = source.indexOf("\"alpha_3\": \"" + language + "\"");
    return source.substring(source.lastIndexOf('{', inside), source.indexOf('}', inside) + 1);
  }

  /** Keys and values of the entries of an export, without versions and times. */
  private static List<String> values(Path export) throws Exception {
    return Files.readAllLines(export).stream()
        .filter(line -> line.contains("\"key\""))
        .map(line -> line.replaceAll("\"(version|created|updated)\":[^,]*,", ""))
        .toList();
  }

  private static String run(String... arguments) {
    try (CairnProcess command = CairnProcess.start(arguments)) {
      int exitCode = command.awaitExit(120);
      assertThat(exitCode).as(command.output()).isZero();
      return command.output();
    }
  }
}
