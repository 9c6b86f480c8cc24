package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.replica.VersityGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The packaged service with the real Litestream: backups are proven by restoring them, and one that
 * is no good is found, told of, and begun anew.
 */
class DrillIT {

  private static final String BACKUP = "/v1/shards/a/backup";
  private static final String PROVEN = "cairn_backup_drills_total{result=\"proven\"}";
  private static final String FAILED = "cairn_backup_drills_total{result=\"failed\"}";
  private static final String FAILING = "cairn_backup_drill_failing";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  private CairnProcess serve(String replica, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(VersityGateway.CREDENTIALS);
    environment.put("CAIRN_BACKUP_LITESTREAM", RestoredStates.LITESTREAM);
    environment.put("CAIRN_BACKUP_REQUIRED", "true");
    environment.putAll(settings);
    return CairnProcess.serve(environment, directory.resolve("data"), "--backup", replica);
  }

  private Path replica() {
    return directory.resolve("replica");
  }

  private static void write(Client client, String shard, int writes) throws IOException {
    for (int i = 0; i < writes; i++) {
      HttpResponse<String> answer =
          client.putReplicated(
              "/v1/shards/" + shard + "/namespaces/default/entries/k" + i, "\"" + i + "\"");
      assertThat(answer.statusCode()).as(answer.body()).isIn(201, 204);
    }
  }

  private static String verify(Client client) {
    HttpResponse<String> answer = client.send("POST", BACKUP + "/verify", "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static double metric(Client management, String name) {
    String metrics = management.get("/q/metrics").body();
    Matcher line =
        Pattern.compile("^" + Pattern.quote(name) + " (\\S+)$", Pattern.MULTILINE).matcher(metrics);
    assertThat(line.find()).as(name + " in\n" + metrics).isTrue();
    return Double.parseDouble(line.group(1));
  }

  /** What may happen to a replica without a word from Litestream. */
  enum Damage {
    FILE_REMOVED,
    BYTES_CHANGED,
    WIPED,
    TAKEN_FROM_ANOTHER_SHARD;

    /** The third transaction is in the midst of what the tests write. */
    private static final long MIDDLE = 3;

    private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.ltx");

    void happen(Path replica) {
      Path shard = replica.resolve("shards/a");
      try {
        switch (this) {
          case FILE_REMOVED -> {
            for (Path file : middleFiles(shard)) {
              Files.deleteIfExists(file);
            }
          }
          case BYTES_CHANGED -> {
            for (Path file : middleFiles(shard)) {
              change(file);
            }
          }
          case WIPED -> delete(shard);
          case TAKEN_FROM_ANOTHER_SHARD -> {
            Path epoch = epoch(shard);
            delete(epoch);
            copy(epoch(replica.resolve("shards/b")), epoch);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Those that the state after the middle transaction needs, but for the very first. */
    private static List<Path> middleFiles(Path shard) throws IOException {
      try (Stream<Path> all = Files.walk(shard)) {
        return all.filter(Damage::isMiddle).toList();
      }
    }

    private static boolean isMiddle(Path file) {
      Matcher name = NAME.matcher(file.getFileName().toString());
      return name.matches()
          && Long.parseLong(name.group(1), 16) <= MIDDLE
          && Long.parseLong(name.group(2), 16) >= MIDDLE;
    }

    private static void change(Path file) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), channel.size() / 2);
      }
    }

    private static Path epoch(Path shard) throws IOException {
      try (Stream<Path> epochs = Files.list(shard)) {
        return epochs.max(Comparator.naturalOrder()).orElseThrow();
      }
    }

    private static void delete(Path directory) throws IOException {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }

    private static void copy(Path from, Path to) throws IOException {
      try (Stream<Path> all = Files.walk(from)) {
        for (Path path : all.toList()) {
          Files.copy(path, to.resolve("" + from.relativize(path)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void aBackupThatIsNoGoodIsFoundAndBegunAnew(Damage damage) throws Exception {
    try (CairnProcess cairn =
            serve("file://" + replica(), Map.of("CAIRN_BACKUP_DRILL_DELAY", "1h"));
        Client client = new Client(cairn.awaitUrl());
        Client management = new Client(cairn.awaitManagementUrl())) {
      write(client, "b", 6);
      write(client, "a", 6);
      assertThat(verify(client)).contains("\"ok\":true", "\"revision\":6", "\"took\":\"PT0.");
      assertThat(client.get(BACKUP).body())
          .contains(
              "\"lastProvenRestorable\":{\"at\":", "\"objects\":", "\"epochs\":1", "\"window\":");

      // Litestream may be about to merge files that it has read before.
      Eventually.holds(
          "the damage is found",
          () -> {
            damage.happen(replica());
            return verify(client).contains("\"ok\":false");
          });

      assertThat(client.get(BACKUP).body())
          .contains("\"lastProvenRestorable\":{", "\"lastDrill\":{", "\"ok\":false", "\"reason\":");
      assertThat(management.get("/q/health/ready").body())
          .contains("\"drillsFailing\": 1", "\"drillFailed:a\":")
          .doesNotContain("DOWN");
      assertThat(metric(management, FAILING)).isEqualTo(1);
      assertThat(metric(management, FAILED)).isEqualTo(1);
      assertThat(client.get("/v1/status").body()).contains("\"failed\":1,", "\"failing\":1}");
      assertThat(cairn.output()).contains("The backup of shard a is no good");
      Eventually.holds(
          "there is another epoch",
          () -> client.get(BACKUP).body().matches("\\{\"state\":\"hot\",.*\"epoch\":2,.*"));
      assertThat(verify(client)).contains("\"ok\":true", "\"revision\":6");
      assertThat(metric(management, FAILING)).isZero();
      assertThat(metric(management, PROVEN)).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void allOfThatHappensByItself() throws Exception {
    Map<String, String> settings =
        Map.of("CAIRN_BACKUP_DRILL_DELAY", "1s", "CAIRN_BACKUP_DRILL_INTERVAL", "2s");
    try (CairnProcess cairn = serve("file://" + replica(), settings);
        Client client = new Client(cairn.awaitUrl());
        Client management = new Client(cairn.awaitManagementUrl())) {
      write(client, "a", 6);
      Eventually.holds(
          "the new epoch is proven",
          () ->
              client
                  .get(BACKUP)
                  .body()
                  .matches(".*\"lastDrill\":\\{[^}]*\"ok\":true,\"revision\":6.*"));

      Damage.WIPED.happen(replica());
      write(client, "a", 1);
      Eventually.holds("the damage is found", () -> metric(management, FAILED) == 1);
      Eventually.holds(
          "the backup that was begun anew is proven",
          () ->
              client
                  .get(BACKUP)
                  .body()
                  .matches(".*\"epoch\":2,.*\"lastDrill\":\\{[^}]*\"ok\":true,\"revision\":7.*"));
      assertThat(metric(management, FAILING)).isZero();
    }
  }

  @Test
  void aColdShardIsProvenAndBegunAnewToo() throws Exception {
    Map<String, String> settings =
        Map.of("CAIRN_BACKUP_DRILL_DELAY", "1h", "CAIRN_BACKUP_IDLE", "1s");
    try (CairnProcess cairn = serve("file://" + replica(), settings);
        Client client = new Client(cairn.awaitUrl())) {
      write(client, "a", 6);
      awaitCold(client);
      assertThat(verify(client)).contains("\"ok\":true", "\"revision\":6");
      assertThat(client.get(BACKUP).body()).contains("\"state\":\"cold\"");

      Damage.WIPED.happen(replica());

      assertThat(verify(client)).contains("\"ok\":false", "has nothing of shard a");
      Eventually.holds(
          "it is in the replica again", () -> Files.isDirectory(replica().resolve("shards/a")));
      awaitCold(client);
      assertThat(verify(client)).contains("\"ok\":true", "\"revision\":6");
    }
  }

  private static void awaitCold(Client client) {
    Eventually.holds(
        "it is cold", () -> client.get(BACKUP).body().startsWith("{\"state\":\"cold\""));
  }

  @Test
  void aReplicaInABucketIsProvenToo() throws Exception {
    try (VersityGateway gateway = VersityGateway.start(directory.resolve("gateway"));
        CairnProcess cairn =
            serve(
                gateway.url("cairn"),
                Map.of("CAIRN_BACKUP_DRILL_DELAY", "1h", "CAIRN_BACKUP_IDLE", "1s"));
        Client client = new Client(cairn.awaitUrl());
        Client management = new Client(cairn.awaitManagementUrl())) {
      write(client, "a", 6);
      assertThat(verify(client)).contains("\"ok\":true", "\"revision\":6");
      awaitCold(client);
      assertThat(verify(client)).contains("\"ok\":true", "\"revision\":6");

      String told = client.get(BACKUP).body();
      Matcher objects = Pattern.compile("\"objects\":(\\d+),\"epochs\":[1-9]").matcher(told);
      assertThat(objects.find()).as(told).isTrue();
      assertThat(Long.parseLong(objects.group(1))).isEqualTo(objectsIn(directory));
      assertThat(metric(management, "cairn_backup_store_requests_total")).isPositive();
      assertThat(metric(management, "cairn_backup_stored_objects")).isPositive();
    }
  }

  private static long objectsIn(Path buckets) throws IOException {
    try (Stream<Path> all = Files.walk(buckets.resolve("gateway"))) {
      return all.filter(path -> path.toString().endsWith(".ltx")).count();
    }
  }
}
