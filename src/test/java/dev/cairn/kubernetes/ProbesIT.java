package dev.cairn.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.process.CairnProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The probes in the manifests, asked of the running service, and how it ends as a pod does. */
class ProbesIT {

  private static final List<String> PROBES =
      List.of("startupProbe", "livenessProbe", "readinessProbe");
  private static final String MANAGEMENT = "management";
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final String CREATED = "HTTP/1.1 201";

  /** Long enough for the signal to arrive, and for a service that does not wait to be gone. */
  private static final Duration WHILE = Duration.ofSeconds(1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @Test
  void everyProbeIsAnsweredOnceTheServiceTakesRequests() throws Exception {
    JsonNode container = Manifests.of("single").container();
    try (CairnProcess cairn = CairnProcess.serve(Map.of(), directory.resolve("data"));
        HttpClient client = HttpClient.newHttpClient()) {
      for (String name : PROBES) {
        JsonNode asked = container.at("/" + name + "/httpGet");
        assertThat(asked.get("port").asText()).as(name).isEqualTo(MANAGEMENT);
        URI probe = cairn.awaitManagementUrl().resolve(asked.get("path").asText());
        HttpResponse<String> answer =
            client.send(HttpRequest.newBuilder(probe).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(name + " " + answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"UP\"");
      }
    }
  }

  @Test
  void aRequestUnderWayIsAnsweredAndTheEndComesWithinTheGracePeriod() throws Exception {
    long grace = Manifests.of("single").pod().at("/terminationGracePeriodSeconds").asLong();
    try (CairnProcess cairn = CairnProcess.serve(Map.of(), directory.resolve("data"));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), cairn.awaitUrl().getPort())) {
      send(
          socket,
          """
          PUT /v1/shards/probed/namespaces/default/entries/a HTTP/1.1\r
          Host: 127.0.0.1\r
          Content-Type: application/json\r
          Content-Length: 4\r
          Expect: 100-continue\r
          \r
          """);
      // It waits for the body: the request is under way.
      assertThat(read(socket, CONTINUE.length())).isEqualTo(CONTINUE);
      CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(cairn::stop);
      LockSupport.parkNanos(WHILE.toNanos());
      assertThat(ended).isNotDone();
      send(socket, "true");
      assertThat(read(socket, CREATED.length())).isEqualTo(CREATED);
      assertThat(ended.get(grace, TimeUnit.SECONDS)).isZero();
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static String read(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), UTF_8);
  }
}
