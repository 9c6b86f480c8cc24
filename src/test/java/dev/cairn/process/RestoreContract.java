package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Former states of shards, brought back over the API of the running service. */
abstract class RestoreContract extends BackedUpService {

  RestoreContract(ReplicaKind kind) {
    super(kind);
  }

  static HttpResponse<String> restore(Client client, String shard, String body) {
    return client.send("POST", "/v1/shards/" + shard + "/restore", body);
  }

  private static HttpResponse<String> fork(Client client, String shard, String body) {
    return client.send("POST", "/v1/shards/" + shard + "/fork", body);
  }

  /** The answer, or the operation that it names once that has ended. */
  static HttpResponse<String> await(Client client, HttpResponse<String> answer) {
    if (answer.statusCode() != 202) {
      return answer;
    }
    return awaitOperation(client, text(answer.body(), "id"));
  }

  private static HttpResponse<String> awaitOperation(Client client, String id) {
    List<HttpResponse<String>> last = new ArrayList<>();
    Eventually.holds(
        "operation " + id + " ends",
        () -> {
          last.add(client.get("/v1/operations/" + id));
          return !last.getLast().body().contains("\"state\":\"running\"");
        });
    return last.getLast();
  }

  private static void assertSucceeded(HttpResponse<String> answer) {
    assertThat(answer.body()).contains("\"state\":\"succeeded\"");
  }

  private static String text(String json, String name) {
    Matcher member = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
    assertThat(member.find()).as(name + " in " + json).isTrue();
    return member.group(1);
  }

  private static String value(Client client, String shard, String key) {
    return client.get(entry(shard, key)).body();
  }

  @Test
  void aFormerStateIsBackAndCanBeUndone() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      putReplicated(client, "a", "k", "\"before\"");
      putReplicated(client, "b", "k", "\"other\"");
      Instant between = later(Instant.now());
      putReplicated(client, "a", "k", "\"after\"");
      String at = "{\"at\":\"" + between + "\"";

      HttpResponse<String> dry = await(client, restore(client, "a", at + ",\"dryRun\":true}"));
      assertThat(dry.body()).contains("\"dryRun\":true", "\"restoredRevision\":1");
      assertThat(value(client, "a", "k")).isEqualTo("\"after\"");

      HttpResponse<String> restored = await(client, restore(client, "a", at + "}"));
      assertSucceeded(restored);
      assertThat(restored.body()).contains("\"revision\":1000000000");
      assertThat(value(client, "a", "k")).isEqualTo("\"before\"");
      assertThat(value(client, "b", "k")).isEqualTo("\"other\"");
      putReplicated(client, "a", "l", "1");

      String undo = "{\"at\":\"" + text(restored.body(), "undoAt") + "\"}";
      assertSucceeded(await(client, restore(client, "a", undo)));
      assertThat(value(client, "a", "k")).isEqualTo("\"after\"");
      assertThat(client.get(entry("a", "l")).statusCode()).isEqualTo(404);
      Eventually.holds(
          "the new state is copied in an epoch of its own",
          () -> client.get("/v1/shards/a/backup").body().contains("\"epoch\":3"));
    }
  }

  @Test
  void aStateIsFoundByItsRevision() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      for (int i = 1; i <= 9; i++) {
        putReplicated(client, "a", "k", "" + i);
      }

      assertSucceeded(await(client, restore(client, "a", "{\"revision\":4}")));
      assertThat(value(client, "a", "k")).isEqualTo("4");
      try (CairnProcess command =
          CairnProcess.start(
              environment(),
              "restore",
              "a",
              "--server",
              "" + cairn.awaitUrl(),
              "--revision",
              "9")) {
        assertThat(command.awaitExit(60)).as(command.output()).isZero();
        assertThat(command.output()).contains("a: revision 9 as of", "undo with --at");
      }
      assertThat(value(client, "a", "k")).isEqualTo("9");

      HttpResponse<String> none = await(client, restore(client, "a", "{\"revision\":77}"));
      assertThat(none.body()).contains("point-not-found", "nearest one before has 9");
      HttpResponse<String> early =
          await(client, restore(client, "a", "{\"at\":\"2020-01-01T00:00:00Z\"}"));
      assertThat(early.body()).contains("point-not-found", "nearest point");
      assertThat(value(client, "a", "k")).isEqualTo("9");
    }
  }

  @Test
  void aShardIsMadeOfAStateOfAnother() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      putReplicated(client, "a", "k", "1");
      Instant between = later(Instant.now());
      putReplicated(client, "a", "k", "2");

      assertSucceeded(await(client, fork(client, "a", "{\"to\":\"now\"}")));
      assertSucceeded(
          await(client, fork(client, "a", "{\"to\":\"past\",\"at\":\"" + between + "\"}")));

      assertThat(value(client, "now", "k")).isEqualTo("2");
      assertThat(value(client, "past", "k")).isEqualTo("1");
      putReplicated(client, "past", "k", "3");
      assertThat(value(client, "a", "k")).isEqualTo("2");
      Eventually.holds(
          "what was forked is copied though nobody has written to it",
          () -> client.get("/v1/shards/now/backup").body().contains("\"epoch\":1"));
    }
  }

  @Test
  void aDeletedShardComesBackByItsName() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      putReplicated(client, "a", "k", "1");
      assertThat(client.send("DELETE", "/v1/shards/a", "").statusCode()).isEqualTo(204);

      assertSucceeded(await(client, restore(client, "a", "{}")));

      assertThat(value(client, "a", "k")).isEqualTo("1");
      putReplicated(client, "a", "k", "2");
      assertThat(client.get("/v1/shards/a").body()).contains("\"epoch\":2");
    }
  }

  @Test
  void filesThatAreGoneAreBackBeforeAnythingIsServed() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      for (String shard : List.of("a", "b", "c")) {
        putReplicated(client, shard, "k", "\"" + shard + "\"");
      }
      cairn.kill();
    }
    deleteTree(directory.resolve("data/shards"));

    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      for (String shard : List.of("a", "b", "c")) {
        assertThat(value(client, shard, "k")).isEqualTo("\"" + shard + "\"");
        putReplicated(client, shard, "k", "2");
      }
    }
  }

  private static void deleteTree(Path root) throws Exception {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void aRestoreThatWasKilledInTheMidstGoesOnAfterTheStart() throws Exception {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String filler = "\"" + "x".repeat(200_000) + "\"";
    Instant between;
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      for (int i = 0; i < 40; i++) {
        client.send("PUT", entry("a", "filler" + i), filler);
      }
      putReplicated(client, "a", "k", "\"before\"");
      between = later(Instant.now());
      putReplicated(client, "a", "k", "\"after\"");
      cairn.kill();
    }
    for (int round = 0; round < 4; round++) {
      String operation = restoreAndKill(between, random.nextInt(300));
      try (CairnProcess cairn = serve("data");
          Client client = new Client(cairn.awaitUrl())) {
        assertSucceeded(awaitOperation(client, operation));
        assertThat(value(client, "a", "k")).as("seed " + seed).isEqualTo("\"before\"");
        assertThat(value(client, "a", "filler39")).isEqualTo(filler);
        putReplicated(client, "a", "k", "\"after\"");
        cairn.kill();
      }
    }
  }

  /** The id of the operation that was begun. */
  private String restoreAndKill(Instant at, int millis) throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      String before = newest(client);
      Thread request =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      client.trySend(
                          "POST",
                          "/v1/shards/a/restore",
                          "{\"at\":\"" + at + "\"}",
                          "application/json");
                    } catch (Exception e) {
                      // Killed in the midst.
                    }
                  });
      Eventually.holds("it is begun", () -> !newest(client).equals(before));
      String id = newest(client);
      Thread.sleep(millis);
      cairn.kill();
      request.join();
      return id;
    }
  }

  private static String newest(Client client) {
    String all = client.get("/v1/operations?limit=1").body();
    return all.contains("\"id\"") ? text(all, "id") : "";
  }

  @Test
  void theNeighboursNeverNotice() throws Exception {
    try (CairnProcess cairn = serve("data");
        Client client = new Client(cairn.awaitUrl())) {
      putReplicated(client, "a", "k", "1");
      AtomicBoolean done = new AtomicBoolean();
      List<String> odd = new ArrayList<>();
      Thread neighbour =
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; !done.get(); i++) {
                      int status = client.send("PUT", entry("b", "k"), "" + i).statusCode();
                      if (status != 201 && status != 204) {
                        odd.add("write " + i + ": " + status);
                      }
                    }
                  });
      for (int i = 0; i < 5; i++) {
        assertSucceeded(await(client, restore(client, "a", "{\"revision\":1}")));
      }
      done.set(true);
      neighbour.join();
      assertThat(odd).isEmpty();
    }
  }
}
