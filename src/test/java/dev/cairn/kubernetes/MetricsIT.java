package dev.cairn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.kubernetes.Tools.Answer;
import dev.cairn.process.CairnProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and dashboard ask for nothing that the running service does not tell. */
class MetricsIT {

  /** Metrics that come with placement: their alerts are silent until then. */
  private static final Set<String> NOT_YET = Set.of("cairn_placement_shards");

  /** Labels that Prometheus gives to what it scrapes. */
  private static final Set<String> SCRAPED = Set.of("namespace", "pod");

  private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  /** The least that may be set; a value and a half of {@link #VALUE} does not fit. */
  private static final Map<String, String> SMALL = Map.of("CAIRN_LIMITS_SHARD_BYTES", "1048576");

  private static final String VALUE = "\"" + "x".repeat(700_000) + "\"";

  @Test
  void alertsAndDashboardAskForWhatTheServiceTells(@TempDir Path directory) throws Exception {
    Map<String, Set<String>> told;
    try (CairnProcess cairn = CairnProcess.serve(SMALL, directory.resolve("data"));
        HttpClient client = HttpClient.newHttpClient()) {
      work(client, cairn.awaitUrl().resolve("/v1/shards/watched"));
      told = read(get(client, cairn.awaitManagementUrl().resolve("/q/metrics")));
    }
    List<String> asked = asked();
    assertThat(asked).hasSizeGreaterThan(20);
    for (String line : asked) {
      String[] words = line.strip().split(" ", -1);
      if (!NOT_YET.contains(words[0])) {
        assertThat(told).as(line).containsKey(words[0]);
        for (String label : List.of(words).subList(1, words.length)) {
          assertThat(told.get(words[0])).as(line).contains(label);
        }
      }
    }
    assertThat(NOT_YET).doesNotContainAnyElementsOf(told.keySet());
  }

  private static List<String> asked() {
    Answer answer = Tools.run(Manifests.of("fleet").text(), "rules");
    assertThat(answer.code()).as(answer.output()).isZero();
    return answer.output().lines().map(MetricsIT::withoutScraped).distinct().toList();
  }

  private static String withoutScraped(String line) {
    return SCRAPED.stream()
        .reduce(line, (left, label) -> left.replaceAll(" " + label + "\\b\\S*", ""));
  }

  /** Enough for every series to be there: a write, a refusal by each side, a read. */
  private static void work(HttpClient client, URI shard) throws Exception {
    assertThat(put(client, shard + "/namespaces/default/entries/a", VALUE)).isEqualTo(201);
    assertThat(put(client, shard + "/namespaces/default/entries/b", VALUE)).isEqualTo(507);
    assertThat(put(client, shard + "", "{\"quotas\":{\"requestsPerSecond\":1}}")).isEqualTo(204);
    Set<Integer> answers = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      answers.add(put(client, shard + "/namespaces/default/entries/c", "1"));
    }
    assertThat(answers).contains(429);
  }

  private static int put(HttpClient client, String uri, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString()).statusCode();
  }

  private static String get(HttpClient client, URI uri) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  /** The labels of each metric, by themselves and with each of their values. */
  private static Map<String, Set<String>> read(String metrics) {
    Map<String, Set<String>> labels = new HashMap<>();
    for (String line : metrics.lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        Set<String> known = labels.computeIfAbsent(sample.group(1), name -> new HashSet<>());
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
          known.add(label.group(1));
          known.add(label.group(1) + "=" + label.group(2));
        }
      }
    }
    return labels;
  }
}
