package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The packaged service with the real Litestream: what was copied comes back, on a machine that has
 * nothing but the replica. The subclasses name the replica.
 */
abstract class BackupContract extends BackedUpService {

  BackupContract(ReplicaKind kind) {
    super(kind);
  }

  private String restore(String... arguments) {
    try (CairnProcess command = CairnProcess.start(environment(), arguments)) {
      int exitCode = command.awaitExit(120);
      assertThat(exitCode).as(command.output()).isZero();
      return command.output();
    }
  }

  @Test
  void everythingComesBackOnABareMachine() throws Exception {
    List<String> shards = List.of("guild-7", "Guild:7", "X".repeat(100));
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      for (String shard : shards) {
        putReplicated(client, shard, "first", "{\"n\":1.10}");
        putReplicated(client, shard, "second", "\"" + shard + "\"");
      }
      assertThat(client.get("/v1/shards/guild-7/backup").body())
          .contains("\"state\":\"hot\"", "\"replicatedRevision\":2", "\"epoch\":1");
      cairn.kill();
    }

    String said =
        restore(
            "restore",
            "--all",
            "--backup",
            replica.url(),
            "--data",
            "" + directory.resolve("new"),
            "-q");

    assertThat(said).contains("3 of 3 shards restored", "guild-7: revision 2 as of");
    try (CairnProcess cairn = serve("new");
        Client client = new Client(cairn.awaitUrl())) {
      for (String shard : shards) {
        assertThat(client.get(entry(shard, "first")).body()).isEqualTo("{\"n\":1.10}");
        assertThat(client.get(entry(shard, "second")).body()).isEqualTo("\"" + shard + "\"");
        putReplicated(client, shard, "third", "3");
      }
      assertThat(client.get("/v1/shards/guild-7").body())
          .contains("\"revision\":1000000001", "\"epoch\":2");
      assertThat(cairn.stop()).as(cairn.output()).isIn(0, 143);
    }
    assertThat(
            restore(
                "restore",
                "--all",
                "--backup",
                replica.url(),
                "--data",
                "" + directory.resolve("new"),
                "-q"))
        .contains("0 of 3 shards restored, 3 were there, 0 failed");
  }

  @Test
  void aShardComesBackAsItWasBefore() throws Exception {
    Instant between;
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      putReplicated(client, "a", "k", "\"before\"");
      between = later(Instant.now());
      putReplicated(client, "a", "k", "\"after\"");
      assertThat(cairn.stop()).as(cairn.output()).isIn(0, 143);
    }
    Path old = directory.resolve("old.sqlite");
    Path latest = directory.resolve("latest.sqlite");

    restore("restore", "a", "--backup", replica.url(), "--at", "" + between, "--to", "" + old);
    restore("restore", "a", "--backup", replica.url(), "--to", "" + latest);

    assertThat(value(old)).isEqualTo("\"before\"");
    assertThat(value(latest)).isEqualTo("\"after\"");
    try (CairnProcess command =
        CairnProcess.start(
            environment(),
            "restore",
            "a",
            "--backup",
            replica.url(),
            "--at",
            "2020-01-01T00:00:00Z",
            "--to",
            "" + directory.resolve("never.sqlite"))) {
      assertThat(command.awaitExit(60)).isEqualTo(1);
      assertThat(command.output()).contains("begins after 2020-01-01T00:00:00Z", "nearest point");
    }
    assertThat(directory.resolve("never.sqlite")).doesNotExist();
  }

  @Test
  void whatIsWrittenRightBeforeAStopIsInTheReplica() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      putReplicated(client, "a", "k", "1");
      cairn.kill();
    }
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      assertThat(client.send("PUT", entry("a", "k"), "2").statusCode()).isEqualTo(204);
      assertThat(client.send("PUT", entry("b", "k"), "3").statusCode()).isEqualTo(201);
      assertThat(cairn.stop()).as(cairn.output()).isIn(0, 143);
      assertThat(cairn.output()).doesNotContain("may not be in the replica");
    }
    Path known = directory.resolve("a.sqlite");
    Path fresh = directory.resolve("b.sqlite");

    restore("restore", "a", "--backup", replica.url(), "--to", "" + known);
    restore("restore", "b", "--backup", replica.url(), "--to", "" + fresh);

    assertThat(value(known)).isEqualTo("2");
    assertThat(value(fresh)).isEqualTo("3");
  }

  private static String value(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select value from entries")) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void afterAKillOfBothWritingGoesOnAndNothingIsMissing() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (CairnProcess cairn = serve("data");
          Client client = new Client(cairn.awaitUrl())) {
        putReplicated(client, "a", "k" + round, "" + round);
        client.send("PUT", entry("a", "last"), "" + round);
        cairn.children().forEach(ProcessHandle::destroyForcibly);
        client.send("PUT", entry("a", "last"), "-" + round);
        cairn.kill();
      }
    }
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      HttpResponse<String> synced = client.send("POST", "/v1/shards/a/backup/sync", "");
      assertThat(synced.statusCode()).as(synced.body()).isEqualTo(200);
      assertThat(cairn.stop()).as(cairn.output()).isIn(0, 143);
    }

    restore(
        "restore", "a", "--backup", replica.url(), "--data", "" + directory.resolve("new"), "-q");

    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("new"));
        Client client = new Client(cairn.awaitUrl())) {
      for (int round = 0; round < 3; round++) {
        assertThat(client.get(entry("a", "k" + round)).body()).isEqualTo("" + round);
      }
      assertThat(client.get(entry("a", "last")).body()).isEqualTo("-2");
    }
  }

  @Test
  void whatWasWrittenWhileNoBackupWasMadeIsCopiedWhenOneIs() throws Exception {
    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("elsewhere"));
        Client client = new Client(cairn.awaitUrl())) {
      client.send("PUT", entry("brought", "k"), "1");
      assertThat(cairn.stop()).isIn(0, 143);
    }
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      putReplicated(client, "a", "k", "1");
      assertThat(cairn.stop()).isIn(0, 143);
    }
    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("data"));
        Client client = new Client(cairn.awaitUrl())) {
      client.send("PUT", entry("a", "k"), "2");
      assertThat(cairn.stop()).isIn(0, 143);
    }
    copyShard("elsewhere", "data", "brought");

    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      Eventually.holds("all is copied unasked", () -> isCopied(client, "a", "brought"));
      client.send("PUT", entry("brought", "k"), "2");
      assertThat(client.send("POST", "/v1/shards/brought/backup/sync", "").statusCode())
          .isEqualTo(200);
      assertThat(cairn.stop()).isIn(0, 143);
    }
    for (String shard : List.of("a", "brought")) {
      Path file = directory.resolve(shard + ".sqlite");
      restore("restore", shard, "--backup", replica.url(), "--to", "" + file);
      assertThat(value(file)).isEqualTo("2");
    }
  }

  private static boolean isCopied(Client client, String... shards) {
    for (String shard : shards) {
      if (!client.get("/v1/shards/" + shard + "/backup").body().contains("\"epoch\":")) {
        return false;
      }
    }
    return true;
  }

  /** Brings a shard's file in by hand, while no service runs. */
  private void copyShard(String from, String to, String shard) throws IOException {
    Path root = directory.resolve(from);
    try (Stream<Path> all = Files.walk(root)) {
      Path file = all.filter(path -> path.endsWith(shard + ".sqlite")).findAny().orElseThrow();
      Path target = directory.resolve(to).resolve(root.relativize(file));
      Files.createDirectories(target.resolveSibling("."));
      Files.copy(file, target);
    }
  }

  @Test
  void aChildThatIsKilledIsStartedAgainAndGoesOn() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      putReplicated(client, "a", "k", "1");
      for (int i = 0; i < 3; i++) {
        cairn.children().forEach(ProcessHandle::destroyForcibly);
        assertThat(client.send("PUT", entry("a", "k"), "2" + i).statusCode()).isEqualTo(204);
        String value = "3" + i;
        Eventually.holds(
            "it is copied again",
            () -> client.send("POST", "/v1/shards/a/backup/sync", "").statusCode() == 200);
        putReplicated(client, "a", "k", value);
      }
      assertThat(client.get("/v1/shards/a/backup").body()).contains("\"state\":\"hot\"");
    }
  }
}
