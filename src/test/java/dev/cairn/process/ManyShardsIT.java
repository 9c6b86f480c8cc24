package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More shards are written to than may be copied at a time, under the limits of open files that a
 * service usually gets. Nothing stalls, and how many may be hot is told.
 */
class ManyShardsIT {

  private static final int SHARDS = 2_000;
  private static final int CLIENTS = 8;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  /** A command that sets limits of open files with such options and runs the command behind it. */
  private static List<String> underLimits(String... options) {
    StringBuilder script = new StringBuilder();
    for (String option : options) {
      script.append("ulimit ").append(option).append(" 1024 && ");
    }
    return List.of("sh", "-c", script + "exec \"$0\" \"$@\"");
  }

  private ReplicatedService service(int openCap, int hotCap) {
    return new ReplicatedService(
        directory,
        "file://" + directory.resolve("replica"),
        Map.of(
            "CAIRN_SHARDS_OPEN_CAP",
            "" + openCap,
            "CAIRN_BACKUP_HOT_CAP",
            "" + hotCap,
            "CAIRN_BACKUP_IDLE",
            "1h",
            "CAIRN_BACKUP_REPLICATED_WAIT",
            "25s"));
  }

  private static long number(String name, String json) {
    Matcher number = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
    return number.find() ? Long.parseLong(number.group(1)) : -1;
  }

  private static String backup(ReplicatedService service) {
    String status = service.client().get("/v1/status").body();
    return status.substring(status.indexOf("\"backup\":"));
  }

  /** Writes to every shard once, by several clients; every write must be kept. */
  private static void writeToAll(ReplicatedService service, int value) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < SHARDS; i++) {
        String shard = "s" + i;
        all.add(clients.submit(() -> service.putDone(shard, "k", "" + value)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  /** All is well, and a write that waits for the replica is answered in time, wherever it goes. */
  private static void assertNothingStalls(ReplicatedService service) {
    try (Client management = new Client(service.cairn().awaitManagementUrl())) {
      assertThat(management.get("/q/health/ready").statusCode()).isEqualTo(200);
      assertThat(management.get("/q/health/live").statusCode()).isEqualTo(200);
    }
    for (int i = 0; i < SHARDS; i += SHARDS / 20) {
      HttpResponse<String> answer = service.tryPutReplicated("s" + i, "k", "true");
      assertThat(answer.statusCode()).as("s%s: %s", i, answer.body()).isEqualTo(204);
    }
    assertThat(service.cairn().output()).doesNotContain("Too many open files", "ERROR");
  }

  private static void awaitAllCopied(ReplicatedService service) {
    long end = System.nanoTime() + 240_000_000_000L;
    while (number("waking", backup(service)) + number("failing", backup(service)) > 0) {
      assertThat(System.nanoTime() - end).as(backup(service)).isNegative();
      Thread.onSpinWait();
    }
  }

  /** A process may raise the soft limit of 1,024 up to the hard one, as a service unit has it. */
  @Test
  void twoThousandShardsOfWhichAThousandAreHotUnderTheUsualLimits() throws Exception {
    try (ReplicatedService service = service(1_100, 1_000)) {
      service.begin(underLimits("-Sn"), "data");

      writeToAll(service, 1);

      assertThat(number("hotCap", backup(service))).isEqualTo(1_000);
      awaitAllCopied(service);
      assertThat(number("hot", backup(service))).isBetween(900L, 1_000L);
      assertNothingStalls(service);
      writeToAll(service, 2);
      awaitAllCopied(service);
      assertNothingStalls(service);
    }
  }

  @Test
  void twoThousandShardsWhereOnlyAThousandFilesMayBeOpen() throws Exception {
    try (ReplicatedService service = service(100, 1_000)) {
      service.begin(underLimits("-Sn", "-Hn"), "data");

      writeToAll(service, 1);

      String told = backup(service);
      assertThat(number("hotCap", told)).isBetween(100L, 500L);
      assertThat(told).contains("a process may have 1024 files open");
      awaitAllCopied(service);
      assertNothingStalls(service);
    }
  }
}
