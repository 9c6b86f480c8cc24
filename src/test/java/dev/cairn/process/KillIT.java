package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process is killed under load again and again; every write that was acknowledged must be there
 * afterwards, and every file whole. {@code -Dcairn.kills} sets how often, {@code -Dcairn.seed}
 * repeats a run.
 */
class KillIT {

  private static final int KILLS = Integer.getInteger("cairn.kills", 20);
  private static final int WRITERS = 4;
  private static final int SHARDS = 3;

  /**
   * Value last acknowledged for each path; each writer has keys of its own, so the last one is
   * certain.
   */
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

  /** Value sent for each path whose answer never came: it may be there or not. */
  private final Map<String, String> unanswered = new ConcurrentHashMap<>();

  private final AtomicInteger acknowledgedWrites = new AtomicInteger();

  @Test
  void everyAcknowledgedWriteOutlivesAKill(@TempDir Path directory) throws Exception {
    Path data = directory.resolve("data");
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < KILLS; round++) {
      try (CairnProcess cairn = CairnProcess.serve(data);
          Client client = new Client(cairn.awaitUrl())) {
        verify(client, seed, round);
        loadUntilKilled(cairn, client, random, round);
      }
      String when = "in round " + round + ", seed " + seed;
      assertThat(acknowledgedWrites.get()).as("writes %s", when).isPositive();
      checkFiles(data, Files.createDirectories(directory.resolve("copies" + round)), when);
    }
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client client = new Client(cairn.awaitUrl())) {
      verify(client, seed, KILLS);
      assertThat(cairn.stop()).as(cairn.output()).isIn(0, 143);
    }
  }

  private void loadUntilKilled(CairnProcess cairn, Client client, Random random, int round)
      throws InterruptedException {
    acknowledgedWrites.set(0);
    int enough = 50 + random.nextInt(400);
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      int writer = w;
      long writerSeed = random.nextLong();
      writers.add(Thread.ofPlatform().start(() -> write(client, round, writer, writerSeed)));
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (acknowledgedWrites.get() < enough && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    cairn.kill();
    for (Thread writer : writers) {
      writer.join();
    }
  }

  /** Writes until the server is gone. */
  private void write(Client client, int round, int writer, long seed) {
    Random random = new Random(seed);
    for (int i = 0; ; i++) {
      String path =
          "/v1/shards/s"
              + random.nextInt(SHARDS)
              + "/namespaces/default/entries/w"
              + writer
              + "-"
              + random.nextInt(50);
      String value = "{\"round\":" + round + ",\"writer\":" + writer + ",\"i\":" + i + "}";
      unanswered.put(path, value);
      try {
        HttpResponse<String> answer = client.trySend("PUT", path, value, "application/json");
        if (answer.statusCode() / 100 == 2) {
          acknowledged.put(path, value);
          unanswered.remove(path);
          acknowledgedWrites.incrementAndGet();
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private void verify(Client client, long seed, int round) {
    acknowledged.forEach(
        (path, value) -> {
          HttpResponse<String> answer = client.get(path);
          List<String> possible = new ArrayList<>(List.of(value));
          if (unanswered.containsKey(path)) {
            possible.add(unanswered.get(path));
          }
          assertThat(answer.body()).as("%s in round %s, seed %s", path, round, seed).isIn(possible);
          acknowledged.put(path, answer.body());
        });
    unanswered.clear();
  }

  /**
   * Checks copies of the files, logs included, so that recovering the originals is left to the next
   * start.
   */
  private static void checkFiles(Path data, Path copies, String when)
      throws IOException, SQLException {
    List<Path> shards = new ArrayList<>();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(f -> f.toString().contains(".sqlite")).toList()) {
        Path copy = copies.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        if (file.toString().endsWith(".sqlite")) {
          shards.add(copy);
        }
      }
    }
    assertThat(shards).as(when).isNotEmpty();
    for (Path shard : shards) {
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + shard);
          Statement statement = connection.createStatement();
          ResultSet result = statement.executeQuery("pragma integrity_check")) {
        result.next();
        assertThat(result.getString(1)).as("%s %s", shard, when).isEqualTo("ok");
      }
    }
  }
}
