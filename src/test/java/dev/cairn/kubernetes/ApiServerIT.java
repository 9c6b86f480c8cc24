package dev.cairn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real API server takes the manifests. Only with {@code -Dcairn.kubernetes.server=true}, for it
 * takes minutes to build.
 */
class ApiServerIT {

  /** Kinds of the Prometheus operator, which an API server by itself does not know. */
  private static final Set<String> OPERATORS = Set.of("ServiceMonitor", "PrometheusRule");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path directory;

  @TestFactory
  Stream<DynamicTest> theManifestsAreTaken() {
    return Boolean.getBoolean("cairn.kubernetes.server")
        ? Stream.of(DynamicTest.dynamicTest("by a real API server", this::tryAll))
        : Stream.of();
  }

  private void tryAll() throws Exception {
    try (ApiServer server = ApiServer.start(directory)) {
      JsonNode namespace = Manifests.of("single").only("Namespace");
      assertThat(server.apply(namespace, false).statusCode()).isEqualTo(201);
      for (String overlay : List.of("single", "fleet")) {
        takes(server, Manifests.of(overlay));
      }
      refusesWhatIsWrong(server);
    }
  }

  private static void takes(ApiServer server, Manifests manifests) {
    for (JsonNode document : manifests.documents()) {
      if (!OPERATORS.contains(document.get("kind").asText())) {
        HttpResponse<String> answer = server.apply(document, true);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        assertThat(answer.headers().allValues("Warning")).as(answer.body()).isEmpty();
      }
    }
  }

  /** What it takes means something only if it refuses, too. */
  private static void refusesWhatIsWrong(ApiServer server) {
    String text = Manifests.of("single").only("StatefulSet").toString();
    JsonNode unknown = Manifests.read(text.replace("\"envFrom\"", "\"envFrm\"")).getFirst();
    assertThat(server.apply(unknown, true).statusCode()).isGreaterThanOrEqualTo(400);
    JsonNode bad = Manifests.read(text.replace("\"RuntimeDefault\"", "\"None\"")).getFirst();
    assertThat(server.apply(bad, true).statusCode()).isEqualTo(422);
    JsonNode unsafe =
        Manifests.read(text.replace("\"runAsNonRoot\":true", "\"runAsNonRoot\":false")).getFirst();
    assertThat(server.apply(unsafe, true).headers().allValues("Warning"))
        .anyMatch(warning -> warning.contains("restricted"));
  }
}
