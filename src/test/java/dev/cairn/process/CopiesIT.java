package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.replica.VersityGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service makes whole copies of what changed, deletes old ones, and each comes back as
 * it was; on a machine that has no Litestream, which is not needed for any of it.
 */
class CopiesIT {

  private static final Pattern LAST =
      Pattern.compile("\"lastCopy\":\\{\"copy\":\"([^\"]+)\".*?\"revision\":(\\d+)");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @Test
  void copiesInADirectoryComeBackWithoutLitestream() throws Exception {
    Path replica = directory.resolve("replica");

    String copy = copiesComeBack("file://" + replica, Map.of());

    // With nothing but what every machine has.
    Path packed = replica.resolve("copies/guild-7/" + copy + ".sqlite.gz");
    Path plain = directory.resolve("plain.sqlite");
    try (GZIPInputStream content = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.copy(content, plain);
    }
    assertThat(plain).hasSameBinaryContentAs(directory.resolve("named.sqlite"));
  }

  @Test
  void copiesInAnObjectStoreComeBackWithoutLitestream() throws Exception {
    try (VersityGateway gateway = VersityGateway.start(directory.resolve("gateway"))) {
      copiesComeBack(gateway.url("cairn"), VersityGateway.CREDENTIALS);
    }
  }

  private static Map<String, String> environment(Map<String, String> credentials) {
    Map<String, String> environment = new HashMap<>(credentials);
    environment.put("CAIRN_BACKUP_LITESTREAM", "/nowhere/litestream");
    environment.put("CAIRN_BACKUP_COPIES_INTERVAL", "2s");
    environment.put("CAIRN_BACKUP_COPIES_DAILY", "1");
    environment.put("CAIRN_BACKUP_COPIES_WEEKLY", "0");
    environment.put("CAIRN_BACKUP_COPIES_MONTHLY", "0");
    return environment;
  }

  private String copiesComeBack(String replica, Map<String, String> credentials)
      throws IOException {
    Map<String, String> environment = environment(credentials);
    List<String> entries;
    String copy;
    try (CairnProcess cairn =
            CairnProcess.serve(environment, directory.resolve("data"), "--backup", replica);
        Client client = new Client(cairn.awaitUrl())) {
      for (int i = 0; i < 50; i++) {
        put(client, "k" + i, "{\"n\":" + i + "}");
      }
      awaitCopy(client, 50);
      put(client, "last", "\"" + "x".repeat(200_000) + "\"");
      copy = awaitCopy(client, 51);
      entries = entries(client);
      assertThat(client.get("/v1/shards/guild-7/backup/points").body())
          .as("the older one is gone")
          .containsOnlyOnce("\"copy\":")
          .contains("\"copy\":\"" + copy + "\"", "\"items\":[]");
      cairn.kill();
    }
    restore(
        environment,
        "guild-7",
        "--copy",
        copy,
        "--to",
        "" + directory.resolve("named.sqlite"),
        "--backup",
        replica);
    String data = "" + directory.resolve("new");
    assertThat(
            restore(
                environment,
                "--all",
                "--copy",
                "latest",
                "--data",
                data,
                "-q",
                "--backup",
                replica))
        .contains("1 of 1 shards restored", "guild-7: revision 51");
    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("new"));
        Client client = new Client(cairn.awaitUrl())) {
      assertThat(entries(client)).isEqualTo(entries);
    }
    return copy;
  }

  private static void put(Client client, String key, String value) {
    assertThat(
            client
                .send("PUT", "/v1/shards/guild-7/namespaces/default/entries/" + key, value)
                .statusCode())
        .isEqualTo(201);
  }

  /** Waits until there is a copy with that revision in it, and tells its name. */
  private static String awaitCopy(Client client, long revision) {
    String[] name = new String[1];
    Eventually.holds(
        "there is a copy of revision " + revision,
        () -> {
          Matcher last = LAST.matcher(client.get("/v1/shards/guild-7/backup").body());
          boolean there = last.find() && Long.parseLong(last.group(2)) == revision;
          name[0] = there ? last.group(1) : "";
          return there;
        });
    return name[0];
  }

  /** All that the shard has, but for the line that says when it was exported. */
  private static List<String> entries(Client client) {
    return client.get("/v1/shards/guild-7/export").body().lines().skip(1).toList();
  }

  private static String restore(Map<String, String> environment, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "restore";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    try (CairnProcess command = CairnProcess.start(environment, all)) {
      assertThat(command.awaitExit(120)).as(command.output()).isZero();
      return command.output();
    }
  }
}
