package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import dev.cairn.ShardId;
import dev.cairn.replica.VersityGateway;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service under random writes, idle times, kills of Litestream and of itself, and
 * outages of a real object store, while shards are restored as they were at random moments and
 * compared with what was written. Nothing that was confirmed to be in the replica may be missing,
 * nothing newer than the moment may be there, and the content must be that of the revision. Shards
 * are deleted and made again, and the replica is kept to a window meanwhile. The last part is
 * without troubles: there states are at most two seconds older than the moment. {@code
 * -Dcairn.torture.seconds} sets for how long, {@code -Dcairn.seed} repeats a run. That the oracle
 * can see a copy that is spoilt, {@link UnguardedBackupIT} shows.
 */
class BackupTortureIT {

  private static final int SECONDS = Integer.getInteger("cairn.torture.seconds", 180);

  /**
   * For how long at the end there is no trouble: long enough that states are as fine again as is
   * promised, and are judged by that for half a minute.
   */
  private static final int QUIET_SECONDS = 75;

  /** Of the cases of a step, how many are troubles. */
  private static final int TROUBLES = 7;

  private static final int CASES = 100;
  private static final int SHARDS = 8;

  /** So many may be hot at a time; those that wait for a place are not copied meanwhile. */
  private static final int PLACES = SHARDS - 2;

  private static final int KEYS = 200;

  /** For how long states are kept; what is deleted is two minutes older. */
  private static final long WINDOW_SECONDS = 20;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  private final WrittenShards written = new WrittenShards();
  private final Troubles troubles = new Troubles();
  private int inUse = SHARDS;
  private int confirmed;
  private int deletions;
  private int counter;

  @SuppressWarnings("NullAway.Init") // set when the test begins
  private VersityGateway gateway;

  @SuppressWarnings("NullAway.Init") // set when the test begins
  private CairnProcess cairn;

  @SuppressWarnings("NullAway.Init") // set when the test begins
  private Client client;

  @SuppressWarnings("NullAway.Init") // set when the test begins
  private RestoredOracle oracle;

  @Test
  void whatWasConfirmedCanBeRestoredWhateverHappens() throws Exception {
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("BackupTortureIT: cairn.seed=" + seed);
    Random random = new Random(seed);
    gateway = VersityGateway.start(directory.resolve("gateway"));
    try (VersityGateway store = gateway;
        RestoredStates restored =
            new RestoredStates(store.url("cairn"), directory.resolve("restored"))) {
      long window = TimeUnit.SECONDS.toMillis(WINDOW_SECONDS);
      oracle = new RestoredOracle(written, troubles, restored, window);
      begin();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS - QUIET_SECONDS);
      while (System.nanoTime() - end < 0) {
        step(random, random.nextInt(CASES));
      }
      quiet(random, end + TimeUnit.SECONDS.toNanos(QUIET_SECONDS));
      calm(random);
    } catch (AssertionError | Exception e) {
      throw new AssertionError("With seed " + seed + ": " + e.getMessage(), e);
    } finally {
      if (client != null) {
        client.close();
      }
      if (cairn != null) {
        cairn.close();
      }
    }
    System.out.printf(
        "BackupTortureIT: %d writes, %d of them confirmed, %d deletions, %d troubles,"
            + " %d states restored, %d older ones gone, %s%n",
        counter,
        confirmed,
        deletions,
        troubles.count(),
        oracle.checks(),
        oracle.gone(),
        oracle.undershoots());
    assertThat(confirmed).isPositive();
    assertThat(oracle.quietChecks()).isPositive();
    assertThat(oracle.checks()).isPositive();
  }

  private void begin() {
    Map<String, String> environment = new HashMap<>(VersityGateway.CREDENTIALS);
    environment.put("CAIRN_BACKUP_LITESTREAM", RestoredStates.LITESTREAM);
    environment.put("CAIRN_BACKUP_IDLE", "2s");
    environment.put("CAIRN_BACKUP_EPOCH_AGE", "20s");
    environment.put("CAIRN_BACKUP_HOT_CAP", "" + PLACES);
    environment.put("CAIRN_BACKUP_REPLICATED_WAIT", "3s");
    environment.put("CAIRN_BACKUP_WINDOW", WINDOW_SECONDS + "s");
    environment.put("CAIRN_SHARDS_OPEN_CAP", "" + (SHARDS - 1));
    cairn =
        CairnProcess.serve(
            environment, directory.resolve("data"), "--backup", gateway.url("cairn"));
    client = new Client(cairn.awaitUrl());
  }

  private ShardId any(Random random) {
    return new ShardId("s" + random.nextInt(inUse));
  }

  private void step(Random random, int what) throws Exception {
    switch (what) {
      case 0, 1 -> killService();
      case 2, 3, 4 -> endChildren(random.nextBoolean());
      case 5 -> outage(random);
      case 6 -> hang(random);
      case 7, 8, 9 -> pause(random.nextInt(4_000));
      case 10, 11, 12, 13, 14 -> {
        ShardId id = any(random);
        for (int i = 0; i < 30; i++) {
          write(id, random, false);
        }
      }
      case 15 -> writeLarge(any(random), random);
      case 16, 17, 18, 19, 20, 21, 22 -> oracle.checkAtRandom(any(random), random);
      case 23 -> deleteShard(any(random));
      default -> write(any(random), random, random.nextBoolean());
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private void killService() {
    troubles.add();
    client.close();
    cairn.kill();
    begin();
    troubles.add();
  }

  private void endChildren(boolean atOnce) {
    troubles.add();
    for (ProcessHandle child : cairn.children()) {
      boolean unused = atOnce ? child.destroyForcibly() : child.destroy();
    }
  }

  /** The store is away while writes go on, and now and then while other things happen. */
  private void outage(Random random) throws Exception {
    troubles.add();
    gateway.kill();
    for (int i = random.nextInt(40); i > 0; i--) {
      write(any(random), random, random.nextInt(20) == 0);
    }
    switch (random.nextInt(4)) {
      case 0 -> killService();
      case 1 -> endChildren(true);
      case 2 -> pause(3_000);
      default -> {}
    }
    gateway.startAgain();
    troubles.add();
    oracle.checkAtRandom(any(random), random);
  }

  private void hang(Random random) throws IOException {
    troubles.add();
    gateway.pause();
    for (int i = random.nextInt(20); i > 0; i--) {
      write(any(random), random, false);
    }
    gateway.resume();
    troubles.add();
  }

  private static String entry(ShardId id, int key) {
    return "/v1/shards/" + id + "/namespaces/default/entries/k" + key;
  }

  private void write(ShardId id, Random random, boolean wait) throws IOException {
    int key = random.nextInt(KEYS);
    String value = value(random.nextInt(3_000));
    long sent = System.currentTimeMillis();
    HttpResponse<String> answer =
        wait
            ? client.putReplicated(entry(id, key), value)
            : client.send("PUT", entry(id, key), value);
    long answered = System.currentTimeMillis();
    boolean done = answer.statusCode() == 201 || answer.statusCode() == 204;
    boolean kept = done || answer.body().contains("\"not-replicated\"");
    assertThat(kept).as("%s: %s", answer.statusCode(), answer.body()).isTrue();
    boolean known = done && wait;
    confirmed += known ? 1 : 0;
    written.add(id, new WrittenShards.Write(revision(answer), key, value, sent, answered, known));
  }

  private String value(int padding) {
    return "{\"n\":" + counter++ + ",\"p\":\"" + "x".repeat(padding) + "\"}";
  }

  private static long revision(HttpResponse<String> answer) {
    String header = answer.headers().firstValue("Cairn-Revision").orElse("");
    return header.isEmpty()
        ? Long.parseLong(answer.body().replaceAll("(?s).*\"revision\":(\\d+).*", "$1"))
        : Long.parseLong(header);
  }

  /** One unit of more than a megabyte, whose last member is the one that is remembered. */
  private void writeLarge(ShardId id, Random random) {
    StringBuilder body = new StringBuilder("{\"atomic\":true,\"operations\":[");
    for (int i = 0; i < 100; i++) {
      body.append("{\"op\":\"put\",\"key\":\"large")
          .append(i)
          .append("\",\"value\":\"")
          .append("y".repeat(10_000 + random.nextInt(5_000)))
          .append("\"},");
    }
    int key = random.nextInt(KEYS);
    String value = value(0);
    body.append("{\"op\":\"put\",\"key\":\"k").append(key).append("\",\"value\":").append(value);
    long sent = System.currentTimeMillis();
    HttpResponse<String> answer =
        client.send(
            "POST",
            "/v1/shards/" + id + "/namespaces/default/batch",
            body.append("}]}").toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    written.add(
        id,
        new WrittenShards.Write(
            revision(answer), key, value, sent, System.currentTimeMillis(), false));
  }

  private void deleteShard(ShardId id) {
    int status = client.send("DELETE", "/v1/shards/" + id, "").statusCode();
    assertThat(status).isIn(204, 404);
    deletions += status == 204 ? 1 : 0;
  }

  /** Writes, idle times and deletions without a trouble; new states are judged more often. */
  private void quiet(Random random, long end) throws Exception {
    inUse = PLACES;
    troubles.end();
    long begun = System.currentTimeMillis();
    while (System.nanoTime() - end < 0) {
      step(random, TROUBLES + random.nextInt(CASES - TROUBLES));
      oracle.checkAtRandom(any(random), begun, random);
    }
  }

  /**
   * Nothing is in the way any more: everything must come into the replica, and be the same there.
   */
  private void calm(Random random) throws Exception {
    troubles.goOn();
    inUse = SHARDS;
    for (ShardId id : List.copyOf(written.ids())) {
      write(id, random, false);
      Eventually.holds(
          id + " is in the replica",
          () -> client.send("POST", "/v1/shards/" + id + "/backup/sync", "").statusCode() == 200);
      oracle.checkLatest(id);
    }
    for (int i = 0; i < 10 * SHARDS; i++) {
      oracle.checkAtRandom(any(random), random);
    }
  }
}
