package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.process.ContainerImage.Ended;
import dev.cairn.replica.VersityGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the service in a container that has no more than the image declares. */
class ContainerIT {

  private static final String DATA = "/var/lib/cairn";
  private static final String BACKUP = "/var/lib/backup";
  private static final String NAMESPACE = "/v1/shards/guild-7/namespaces/default";
  private static final String ENTRY = NAMESPACE + "/entries/a";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  private Path directory;

  @BeforeAll
  static void makeTheImage() {
    ContainerImage.make();
  }

  @Test
  void itServesWithNoMoreThanItDeclares() throws Exception {
    Path backup = Container.volume(directory.resolve("backup"));
    Map<String, Path> volumes = Map.of(DATA, data(), BACKUP, backup);
    try (Container cairn = Container.serve("cairn-test-serves", volumes, Map.of())) {
      isConfined(cairn);
      String key = key(cairn);
      entriesComeAndGo(cairn, key);
      mistakesAreProblems(cairn, key);
      healthAndDocumentsAreThere(cairn);
      onlyDeclaredPlacesAreWrittenTo(cairn);

      assertThat(cairn.send(key, "POST", "/v1/shards/guild-7/backup/sync", "").statusCode())
          .isEqualTo(200);
      assertThat(backup.resolve("shards")).isNotEmptyDirectory();
      assertThat(cairn.stop()).as(cairn.output()).isIn(0, 143);
    }
  }

  @Test
  void whatWasWrittenOutlivesItAndItsVolume() throws Exception {
    try (VersityGateway store = VersityGateway.start(directory.resolve("gateway"))) {
      Map<String, String> environment = new HashMap<>(VersityGateway.CREDENTIALS);
      environment.put("CAIRN_BACKUP_URL", store.url("cairn"));
      environment.put("CAIRN_BACKUP_REQUIRED", "true");
      Map<String, Path> volumes = Map.of(DATA, data());
      try (Container cairn = Container.serve("cairn-test-outlives", volumes, environment)) {
        String key = key(cairn);
        HttpResponse<String> put = cairn.send(key, "PUT", ENTRY, "1", "Prefer", "wait=replicated");
        assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
        assertThat(put.headers().firstValue("Preference-Applied")).hasValue("wait=replicated");

        cairn.kill();
        cairn.startAgain();
        assertThat(cairn.send(key, "GET", ENTRY, "").body()).isEqualTo("1");
        assertThat(cairn.send(key, "PUT", ENTRY, "2").statusCode()).isEqualTo(204);
        assertThat(cairn.stop()).as(cairn.output()).isIn(0, 143);
      }

      Path other = Container.volume(directory.resolve("other"));
      Ended restored =
          Container.run(
              Map.of(DATA, other),
              environment,
              "restore",
              "--all",
              "--backup=" + store.url("cairn"),
              "--data=" + DATA);
      assertThat(restored.exitCode()).as(restored.said()).isZero();
      try (Container cairn =
          Container.serve("cairn-test-restored", Map.of(DATA, other), environment)) {
        assertThat(cairn.send(key(cairn), "GET", ENTRY, "").body()).isEqualTo("2");
      }
    }
  }

  private Path data() throws IOException {
    return Container.volume(directory.resolve("data"));
  }

  /** The first administrator's key, which is printed and in a file. */
  private static String key(Container cairn) {
    Ended printed = cairn.cairn("status", "--server=" + cairn.base());
    assertThat(printed.exitCode()).as("without a key: " + printed.said()).isEqualTo(3);
    String key = KeysIT.keysIn(cairn.output()).getFirst();
    Ended status =
        cairn.cairn(
            "status",
            "--server=" + cairn.base(),
            "--management=" + cairn.managementBase(),
            "--key-file=" + DATA + "/admin.key");
    assertThat(status.exitCode()).as(status.said()).isZero();
    assertThat(cairn.send("", "GET", "/v1/shards", "").statusCode()).isEqualTo(401);
    return key;
  }

  private static void isConfined(Container cairn) throws IOException {
    String user = "" + Container.USER;
    assertThat(cairn.status())
        .containsEntry("Uid", String.join("\t", user, user, user, user))
        .containsEntry("CapEff", "0000000000000000")
        .containsEntry("CapBnd", "0000000000000000")
        .containsEntry("NoNewPrivs", "1");
    assertThat(cairn.memoryLimit()).isEqualTo(ContainerImage.MEMORY);
  }

  private static void entriesComeAndGo(Container cairn, String key) {
    String b = NAMESPACE + "/entries/b";
    assertThat(cairn.send(key, "PUT", ENTRY, "{\"n\":1.10}").statusCode()).isEqualTo(201);
    HttpResponse<String> got = cairn.send(key, "GET", ENTRY, "");
    assertThat(got.body()).isEqualTo("{\"n\":1.10}");
    assertThat(got.headers().firstValue("ETag")).hasValue("\"1\"");
    String merge = "application/merge-patch+json";
    assertThat(cairn.send(key, "PATCH", ENTRY, "{\"m\":2}", "Content-Type", merge).statusCode())
        .isEqualTo(204);
    assertThat(cairn.send(key, "GET", ENTRY, "").body()).isEqualTo("{\"n\":1.10,\"m\":2}");
    String lines = "{\"namespace\":\"default\",\"key\":\"b\",\"value\":[1]}\n";
    String query = "{\"filter\":{\"field\":\"m\",\"operator\":\"eq\",\"value\":2}}";
    assertThat(cairn.send(key, "POST", NAMESPACE + "/query", query).body())
        .contains("\"key\":\"a\"");
    HttpResponse<String> imported =
        cairn.send(
            key,
            "POST",
            "/v1/shards/guild-7/import",
            "{\"format\":\"cairn-export/1\"}\n" + lines,
            "Content-Type",
            "application/x-ndjson");
    assertThat(imported.statusCode()).as(imported.body()).isEqualTo(200);
    assertThat(cairn.send(key, "GET", NAMESPACE + "/entries", "").body())
        .contains("\"key\":\"a\"", "\"key\":\"b\"");
    assertThat(cairn.send(key, "DELETE", b, "").statusCode()).isEqualTo(204);
    assertThat(cairn.send(key, "GET", b, "").statusCode()).isEqualTo(404);
  }

  private static void mistakesAreProblems(Container cairn, String key) {
    HttpResponse<String> missing = cairn.send(key, "GET", "/v1/shards/none", "");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(missing.body()).contains("\"code\":\"shard-not-found\"");
    HttpResponse<String> bad = cairn.send(key, "PUT", ENTRY, "{");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).contains("\"code\":");
    assertThat(cairn.send(key, "PUT", ENTRY, "3", "If-Match", "\"77\"").statusCode())
        .isEqualTo(412);
  }

  private static void healthAndDocumentsAreThere(Container cairn) {
    assertThat(cairn.healthcheck()).isZero();
    assertThat(cairn.manage("/q/health/live").statusCode()).isEqualTo(200);
    assertThat(cairn.manage("/q/metrics").body()).contains("cairn_backup_running 1.0");
    assertThat(cairn.send("", "GET", "/q/swagger-ui/", "").body()).contains("swagger-ui");
    assertThat(cairn.send("", "GET", "/q/openapi", "").body()).startsWith("---\nopenapi: 3.1");
  }

  private static void onlyDeclaredPlacesAreWrittenTo(Container cairn) {
    String server = "--server=" + cairn.base();
    String key = "--key-file=" + DATA + "/admin.key";
    for (String place : new String[] {"/x", "/usr/lib/cairn/x", "/var/x"}) {
      Ended export = cairn.cairn("export", "guild-7", "-o", place, server, key);
      assertThat(export.exitCode()).as(place + ": " + export.said()).isEqualTo(1);
      assertThat(export.said()).contains("Read-only file system");
    }
    Ended export = cairn.cairn("export", "guild-7", "-o", DATA + "/x", server, key);
    assertThat(export.exitCode()).as(export.said()).isZero();
  }
}
