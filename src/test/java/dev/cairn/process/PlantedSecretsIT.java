package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets that are in use are in no place where others than their owner could read them: what the
 * program prints, logs, answers, exports and measures, its arguments, and its files.
 */
class PlantedSecretsIT {

  /** A wrong key is somebody's password more often than not. */
  private static final String WRONG = "planted-Wrong-4711";

  private static final String STORE = "planted-Store-4712";
  private static final String SESSION = "planted-Session-4714";
  private static final String IN_URL = "planted-Url-4715";
  private static final String TICKET = "cairnt_planted-Ticket-4716";
  private static final String VALUE = "planted-Value-4713";

  @TempDir private Path directory;

  @Test
  void noSecretIsInAPlaceThatOthersRead() throws Exception {
    Path data = directory.resolve("data");
    Map<String, String> environment =
        Map.of("AWS_SECRET_ACCESS_KEY", STORE, "CAIRN_KEY", WRONG, "CAIRN_AUTH_MODE", "always");
    List<String> told = new ArrayList<>();
    String key;
    try (CairnProcess cairn = CairnProcess.serve(environment, data)) {
      key = Files.readString(data.resolve("admin.key")).strip();
      for (String authorization : authorizations(key)) {
        told.addAll(answers(cairn, authorization));
      }
      told.add(metrics(cairn));
      told.add(arguments(cairn));
      told.addAll(commands(cairn, data.resolve("admin.key")));
      cairn.stop();
      told.add(cairn.output().replace("shown this once: " + key, ""));
    }
    String secret = key.substring("cairn_".length() + 11);
    assertThat(told)
        .hasSizeGreaterThan(20)
        .allSatisfy(
            text ->
                assertThat(text)
                    .doesNotContain(
                        secret,
                        WRONG,
                        STORE,
                        SESSION,
                        IN_URL,
                        TICKET,
                        base64(key),
                        base64(":" + WRONG)));
    // A value is its owner's too: it is in answers and exports, and nowhere else.
    assertThat(told.getLast()).doesNotContain(VALUE);
    assertFilesAreTheOwners(data, secret);
  }

  /** Headers with the right key and with wrong ones, in each way there is. */
  private static List<String> authorizations(String key) {
    return List.of(
        "Bearer " + key,
        "Basic " + base64("user:" + key),
        "Bearer " + WRONG,
        "Basic " + base64("user:" + WRONG),
        "Basic " + base64(":" + WRONG),
        "Digest " + WRONG,
        key,
        WRONG);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Heads and bodies of answers to requests of many kinds, wrong ones among them. */
  private static List<String> answers(CairnProcess cairn, String authorization) throws Exception {
    String entries = "/v1/shards/s/namespaces/default/entries/";
    List<String> told = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String[] request :
          List.of(
              new String[] {"PUT", entries + "a", "{\"v\":\"" + VALUE + "\"}"},
              new String[] {"PUT", entries + "b", "{\"v\":"},
              new String[] {"GET", entries + "none", ""},
              new String[] {"GET", "/v1/nothing", ""},
              new String[] {"DELETE", "/v1/status", ""},
              new String[] {"GET", "/v1/shards?limit=0", ""},
              new String[] {"GET", "/v1/status", ""},
              new String[] {"GET", "/v1/keys", ""},
              new String[] {"GET", "/v1/shards/s/export", ""},
              new String[] {"GET", "/v1/shards/s/changes?ticket=" + TICKET, ""},
              new String[] {"GET", "/v1/shards?ticket=" + TICKET, ""},
              new String[] {"GET", "/q/openapi", ""})) {
        HttpRequest sent =
            HttpRequest.newBuilder(at(cairn, request[1]))
                .method(request[0], HttpRequest.BodyPublishers.ofString(request[2]))
                .header("Content-Type", "application/json")
                .header("Authorization", authorization)
                .build();
        HttpResponse<String> answer = client.send(sent, HttpResponse.BodyHandlers.ofString());
        told.add(answer.statusCode() + " " + answer.headers().map() + answer.body());
      }
    }
    return told;
  }

  private static URI at(CairnProcess cairn, String path) {
    return cairn.awaitUrl().resolve(path);
  }

  private static String metrics(CairnProcess cairn) {
    try (Client management = new Client(cairn.awaitManagementUrl())) {
      return management.get("/q/metrics").body() + management.get("/q/health").body();
    }
  }

  /** Arguments of the service and of everything that it has started. */
  private static String arguments(CairnProcess cairn) throws IOException {
    StringBuilder all = new StringBuilder();
    for (long pid : cairn.pids()) {
      all.append(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")));
    }
    assertThat(all.toString()).contains("serve");
    return all.toString();
  }

  /** What commands print that are told the key in a file, a wrong one, or are asked for help. */
  private static List<String> commands(CairnProcess cairn, Path keyFile) {
    String server = "--server=" + cairn.awaitUrl();
    List<String> told = new ArrayList<>();
    for (String[] command :
        List.of(
            new String[] {"status", server, "--key-file=" + keyFile},
            new String[] {"export", "s", server, "--key-file=" + keyFile},
            new String[] {"status", server},
            new String[] {"export", "s", server},
            new String[] {"keys", "list", server},
            new String[] {"keys", "list", "--help"},
            new String[] {"keys", "create", "--help"},
            new String[] {"restore", "--help"},
            new String[] {"serve", "--help"},
            new String[] {"config"},
            new String[] {"serve", "--port", "0", "--data", "/dev/null/none"},
            new String[] {"config", "--help"})) {
      Map<String, String> environment =
          Map.of(
              "CAIRN_KEY",
              WRONG,
              "AWS_SECRET_ACCESS_KEY",
              STORE,
              "AWS_SESSION_TOKEN",
              SESSION,
              "CAIRN_BACKUP_URL",
              "webdav://user:" + IN_URL + "@127.0.0.1:1/x");
      try (CairnProcess run = CairnProcess.start(environment, command)) {
        run.awaitExit();
        told.add(run.output());
      }
    }
    assertThat(told.get(1)).as("an export with the right key").contains(VALUE);
    assertThat(told.get(3)).as("an export with a wrong key").contains("does not take the key");
    return told;
  }

  /** The key is in one file, and no file or directory is anybody else's to read. */
  private static void assertFilesAreTheOwners(Path data, String secret) throws IOException {
    List<String> holders = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        assertThat(Files.getPosixFilePermissions(file))
            .as(file.toString())
            .doesNotContain(
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE);
        if (Files.isRegularFile(file)) {
          String content = Files.readString(file, StandardCharsets.ISO_8859_1);
          assertThat(content).as(file.toString()).doesNotContain(WRONG, STORE);
          if (content.contains(secret)) {
            holders.add(file.getFileName().toString());
          }
        }
      }
    }
    assertThat(holders).containsExactly("admin.key");
  }
}
