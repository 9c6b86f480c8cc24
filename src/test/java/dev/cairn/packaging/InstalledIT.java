package dev.cairn.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program, from the package to an answer. */
class InstalledIT {

  private static final String ENTRY = "/v1/shards/guild-7/namespaces/default/entries/hello";

  @Test
  void theInstalledServiceAnswersWhoHasItsKeyMakesABackupAndStops(@TempDir Path directory)
      throws Exception {
    PackageRoot root = new PackageRoot(directory.resolve("root"));
    root.install(DebianPackage.ofProgram(directory));
    Path key = root.at("/var/lib/cairn/data/admin.key");
    try (InstalledService service = InstalledService.start(root)) {
      URI entry = service.awaitUrl().resolve(ENTRY);
      assertThat(put(entry, "").statusCode()).isEqualTo(401);
      assertThat(put(entry, Files.readString(key).strip()).statusCode()).isEqualTo(201);

      assertThat(service.output()).contains("/var/lib/cairn/data/admin.key");
      assertThat(service.output()).doesNotContain(Files.readString(key).strip());
      Path replica = root.at("/var/lib/cairn/backup/shards/guild-7");
      Eventually.holds("the shard is copied", () -> Files.isDirectory(replica));
      assertThat(service.children()).anyMatch(command -> command.endsWith("/litestream"));
      assertThat(service.user())
          .isEqualTo(Files.getAttribute(root.at("/var/lib/cairn"), "unix:uid"))
          .isNotZero();
      assertThat(service.stop()).isIn(0, 143);
    }
  }

  private static HttpResponse<String> put(URI entry, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(entry)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("\"world\""));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
