package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A started service and an OpenID provider that others have written. */
class OpenIdProviderIT {

  private static final String SCOPES =
      "[\"guild-*:write\",{\"shards\":\"team-1\",\"role\":\"read\"}]";

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path directory;

  @Test
  void aTokenOfTheProviderAllowsWhatItsClaimSays() throws Exception {
    int port = freePort();
    String issuer = "http://127.0.0.1:" + port;
    Map<String, String> trusting =
        Map.of("CAIRN_OIDC_MAIN_ISSUER", issuer, "CAIRN_OIDC_MAIN_AUDIENCE", "urn:cairn");
    try (CairnProcess cairn = CairnProcess.serve(trusting, directory)) {
      assertThat(put(cairn, "guild-7", "Bearer a.b.c")).isEqualTo(401);
      Process provider =
          new ProcessBuilder("node", "openid-provider.mjs", Integer.toString(port), SCOPES)
              .directory(Path.of("src/test/tools").toFile())
              .redirectErrorStream(true)
              .start();
      try {
        awaitListening(provider);
        String token = "Bearer " + token(issuer);
        assertThat(put(cairn, "guild-7", token)).isEqualTo(201);
        assertThat(put(cairn, "team-1", token)).isEqualTo(403);
        assertThat(put(cairn, "other", token)).isEqualTo(403);
        assertThat(put(cairn, "guild-7", token.substring(0, token.length() - 4) + "AAAA"))
            .isEqualTo(401);
        provider.destroy();
        provider.waitFor();
        assertThat(put(cairn, "guild-8", token)).as("it was seen before").isEqualTo(201);
      } finally {
        provider.destroyForcibly();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitListening(Process provider) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(provider.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    while (line != null && !line.equals("listening")) {
      line = lines.readLine();
    }
    assertThat(line).as("the provider says that it listens").isEqualTo("listening");
    Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(ignored -> {}));
  }

  private String token(String issuer) throws IOException, InterruptedException {
    String client =
        Base64.getEncoder()
            .encodeToString("app:the-secret-of-the-app".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer + "/token"))
            .header("Authorization", "Basic " + client)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=client_credentials&resource=urn:cairn"))
            .build();
    String body = this.client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    return new JsonObject(body).getString("access_token");
  }

  private int put(CairnProcess cairn, String shard, String authorization)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                cairn.awaitUrl().resolve("/v1/shards/" + shard + "/namespaces/default/entries/a"))
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("1"))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
