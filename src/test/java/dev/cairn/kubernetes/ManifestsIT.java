package dev.cairn.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.kubernetes.Tools.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each overlay builds is accepted by those who know, and fits the service. */
class ManifestsIT {

  /** The version of Kubernetes that manifests are held to. */
  private static final String VERSION = "1.34";

  /** Kinds of the Prometheus operator: Kubernetes has no schema of theirs, {@code rules} does. */
  private static final String OPERATORS_KINDS = "kind (PrometheusRule|ServiceMonitor) ";

  /** What Litestream may take to end, to be killed, and a whole copy to end. */
  private static final Duration LITESTREAM = Duration.ofSeconds(10 + 5 + 5);

  /** What requests under way may take: docs/operations.md, Start and stop. */
  private static final Duration REQUESTS = Duration.ofSeconds(10);

  @ParameterizedTest
  @ValueSource(strings = {"single", "fleet"})
  void everyManifestPassesTheStrictSchemas(String overlay) {
    Answer answer =
        Tools.run(
            Manifests.of(overlay).text(),
            "schemas/bin/kubernetes-validate",
            "--strict",
            "-k",
            VERSION,
            "/dev/stdin");
    assertThat(answer.code()).as(answer.output()).isZero();
    assertThat(answer.output()).contains("passed for resource statefulset/cairn");
    assertThat(answer.output().lines())
        .allMatch(line -> line.contains(" passed for ") || hasKindOfTheOperator(line));
  }

  private static boolean hasKindOfTheOperator(String line) {
    return Pattern.compile(OPERATORS_KINDS).matcher(line).find();
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "fleet"})
  void kubeScoreFindsNothing(String overlay) {
    Answer answer =
        Tools.run(
            Manifests.of(overlay).text(),
            "kube-score",
            "score",
            "--kubernetes-version",
            "v" + VERSION,
            "--exit-one-on-warning",
            "--output-format",
            "ci",
            "-");
    assertThat(answer.output()).contains("[OK]").doesNotContain("[WARNING]", "[CRITICAL]");
    assertThat(answer.code()).as(answer.output()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "fleet"})
  void everySettingIsOneOfTheService(String overlay) throws IOException {
    String reference = Files.readString(Path.of("docs", "configuration.md"));
    Manifests manifests = Manifests.of(overlay);
    List<String> settings = new ArrayList<>();
    settingsOf(manifests).fieldNames().forEachRemaining(settings::add);
    manifests.container().at("/env").forEach(variable -> settings.add(name(variable)));
    settings.removeAll(List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "POD_NAME"));
    assertThat(settings)
        .contains("CAIRN_DATA", "CAIRN_BACKUP_URL")
        .allSatisfy(setting -> assertThat(reference).contains("| `" + setting + "` |"));
  }

  private static JsonNode settingsOf(Manifests manifests) {
    String name = manifests.container().at("/envFrom/0/configMapRef/name").asText();
    return manifests
        .kind("ConfigMap")
        .filter(map -> map.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .get("data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "fleet"})
  void portsAreThoseThatTheServiceListensOn(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    JsonNode settings = settingsOf(manifests);
    JsonNode ports = manifests.container().at("/ports");
    assertThat(ports.at("/0/name").asText()).isEqualTo("http");
    assertThat(ports.at("/0/containerPort").asText())
        .isEqualTo(settings.get("CAIRN_PORT").asText());
    assertThat(ports.at("/1/name").asText()).isEqualTo("management");
    assertThat(ports.at("/1/containerPort").asText())
        .isEqualTo(settings.get("CAIRN_MANAGEMENT_PORT").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "fleet"})
  void dataLiesOnTheVolume(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    JsonNode volume = manifests.container().at("/volumeMounts/0");
    assertThat(name(volume))
        .isEqualTo(name(manifests.only("StatefulSet").at("/spec/volumeClaimTemplates/0/metadata")));
    assertThat(settingsOf(manifests).get("CAIRN_DATA").asText())
        .startsWith(volume.get("mountPath").asText() + "/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "fleet"})
  void noServiceOfTheClusterIsTakenForSettings(String overlay) {
    // Kubernetes would set CAIRN_PORT=tcp://… for the service "cairn".
    assertThat(Manifests.of(overlay).pod().at("/enableServiceLinks").asText()).isEqualTo("false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "fleet"})
  void thePodHasNoRightsThatItDoesNotNeed(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    JsonNode pod = manifests.pod();
    JsonNode context = manifests.container().at("/securityContext");
    assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(pod.at("/automountServiceAccountToken").asText()).isEqualTo("false");
    assertThat(context.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(context.at("/allowPrivilegeEscalation").asText()).isEqualTo("false");
    assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "fleet"})
  void secretsAreReferredToAndNotMade(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    assertThat(manifests.kind("Secret")).isEmpty();
    Stream<JsonNode> variables = elements(manifests.container().at("/env"));
    assertThat(variables.filter(variable -> name(variable).startsWith("AWS_")))
        .hasSize(2)
        .allMatch(variable -> !variable.at("/valueFrom/secretKeyRef/key").isMissingNode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "fleet"})
  void whoeverSelectsPodsSelectsOurs(String overlay) {
    Manifests manifests = Manifests.of(overlay);
    JsonNode labels = manifests.only("StatefulSet").at("/spec/template/metadata/labels");
    List<JsonNode> selectors = new ArrayList<>();
    manifests.kind("Service").forEach(service -> selectors.add(service.at("/spec/selector")));
    selectors.add(manifests.only("PodDisruptionBudget").at("/spec/selector/matchLabels"));
    selectors.add(manifests.only("NetworkPolicy").at("/spec/podSelector/matchLabels"));
    assertThat(selectors)
        .hasSize(4)
        .allMatch(selector -> !selector.isEmpty() && isWithin(selector, labels));
    JsonNode scraped = manifests.only("ServiceMonitor").at("/spec/selector/matchLabels");
    assertThat(manifests.kind("Service").filter(s -> isWithin(scraped, s.at("/metadata/labels"))))
        .singleElement()
        .matches(service -> service.at("/spec/clusterIP").asText().equals("None"));
  }

  /** The label that tells of a pod's number is no part of the template. */
  private static boolean isWithin(JsonNode selector, JsonNode labels) {
    return selector.properties().stream()
        .filter(label -> !label.getKey().equals("apps.kubernetes.io/pod-index"))
        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "fleet"})
  void theServiceStopsWithinTheGracePeriod(String overlay) throws IOException {
    Manifests manifests = Manifests.of(overlay);
    long grace = manifests.pod().at("/terminationGracePeriodSeconds").asLong();
    long before = manifests.container().at("/lifecycle/preStop/sleep/seconds").asLong();
    Duration drain =
        seconds("`CAIRN_SHARDS_DRAIN_WAIT` \\| `(\\d+)s`", Path.of("docs", "configuration.md"));
    assertThat(before).isPositive();
    // Twice, since checkpoints and the last sync have no bound of their own.
    assertThat(Duration.ofSeconds(grace - before))
        .isGreaterThan(REQUESTS.plus(drain).plus(LITESTREAM).multipliedBy(2));
  }

  private static Duration seconds(String pattern, Path file) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
    assertThat(matcher.find()).as(pattern + " in " + file).isTrue();
    return Duration.ofSeconds(Long.parseLong(matcher.group(1)));
  }

  @Test
  void noTwoNodesOfAFleetHaveTheSamePlaceForTheirBackups() {
    List<JsonNode> variables = elements(Manifests.of("fleet").container().at("/env")).toList();
    List<String> names = variables.stream().map(ManifestsIT::name).toList();
    int url = names.indexOf("CAIRN_BACKUP_URL");
    assertThat(variables.get(url).get("value").asText()).contains("$(POD_NAME)");
    // Kubernetes fills in only what stands before.
    assertThat(names.indexOf("POD_NAME")).isNotNegative().isLessThan(url);
  }

  @Test
  void clientsReachOneNodeOnlyWhileNodesDoNotKnowOfEachOther() {
    Map<String, JsonNode> services =
        Manifests.of("fleet")
            .kind("Service")
            .collect(Collectors.toMap(s -> name(s.get("metadata")), s -> s));
    assertThat(
            services
                .get("cairn")
                .get("spec")
                .get("selector")
                .get("apps.kubernetes.io/pod-index")
                .asText())
        .isEqualTo("0");
  }

  private static String name(JsonNode node) {
    return node.get("name").asText();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
