package dev.cairn.bench;

import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What others feel while a large shard is restored in its place to a past moment, how long that
 * takes, and how long the shard itself is not served; and how long a fork of a small one takes. The
 * replica is a directory on the same disk, which is the worst place for those who share it.
 */
final class RestorePart implements Part {

  private static final int FULL_MEGABYTES = 500;
  private static final int QUICK_MEGABYTES = 100;
  private static final int ENTRY_BYTES = 1_000_000;
  private static final int PER_SECOND = 100;
  private static final int ENTRIES = 1000;
  private static final int SMALL_ENTRIES = 100;
  private static final int FORKS = 10;

  private static final int WARM_UP_PER_SECOND = 4000;
  private static final int WARM_UP_RESTORES = 20;

  /** After a restore: by then the new epoch is being copied. */
  private static final int REPLICATED_SECONDS = 4;

  /** How far back a restored moment lies. */
  private static final int PAST_SECONDS = 2;

  /**
   * As people ask who wait for something that takes seconds: asking must not be the disturbance.
   */
  private static final int POLL_MILLIS = 100;

  /** While something is under way whose length is told in milliseconds. */
  private static final int HASTY_POLL_MILLIS = 5;

  /** Of the quiet requests alone, before each restore. */
  private static final int ALONE_SECONDS = 15;

  /** The most that a restore may take. */
  private static final int MOST_SECONDS = 120;

  /** So that the trial of a new epoch is over before the next round. */
  private static final String DRILLS = "-Dcairn.backup.drill-delay=5s";

  /** By then it has begun, and the rest after one that took as long as they do is over. */
  private static final int DRILL_SECONDS = 45;

  /**
   * Of a minute, in which a round begins: the restore then comes half a minute after the merging.
   */
  private static final int BEGIN_SECOND = 15;

  private static final String LARGE = "large";
  private static final String QUIET = "quiet";
  private static final String SMALL = "small";
  private static final String RATIO = "p99 against alone";

  private final Values values = new Values(1024, System.nanoTime());
  private final Figures alone = new Figures();
  private final Figures beside = new Figures();
  private final Figures restored = new Figures();

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    int megabytes = plan.quick() ? QUICK_MEGABYTES : FULL_MEGABYTES;
    try (Node node =
        Node.backedUp(
            plan,
            plan.work().resolve("restore-data"),
            plan.work().resolve("restore-replica"),
            DRILLS)) {
      Server server = node.server();
      fill(server, megabytes);
      warmUp(server);
      for (int round = 0; round < plan.rounds(); round++) {
        awaitTrials(server);
        awaitSecond();
        round(server);
      }
      String table = "A quiet shard, 50 GET/s and 50 PUT/s, while one of %d MB is restored";
      table = String.format(Locale.ROOT, table, megabytes);
      report.add(table, "alone", alone.medians());
      report.add(table, "beside the restore", beside.medians());
      report.add(
          String.format(Locale.ROOT, "Restoring a shard of %d MB in its place", megabytes),
          "to a past moment",
          restored.medians());
      report.measured(Bar.RESTORE_NEIGHBOUR, beside.median(RATIO));
      fork(server, report);
    }
  }

  /**
   * Has the Java machine compile what the rounds will need: its compilers would be the greatest
   * disturbance of all, on two processors.
   */
  private void warmUp(Server server) throws IOException, InterruptedException {
    OpenLoop.run(server.port(), WARM_UP_PER_SECOND, ALONE_SECONDS, this::quiet);
    for (int i = 0; i < WARM_UP_RESTORES; i++) {
      restore(server, SMALL);
      TimeUnit.SECONDS.sleep(REPLICATED_SECONDS);
    }
    restore(server, LARGE);
  }

  private static void fill(Server server, int megabytes) throws IOException, InterruptedException {
    fillLarge(server, megabytes);
    Filling.shard(server, QUIET, "normal", ENTRIES);
    Filling.shard(server, SMALL, "normal", SMALL_ENTRIES);
    for (String each : new String[] {LARGE, QUIET, SMALL}) {
      sync(server, each);
    }
  }

  /** Values that compress to half, as those of users do; others cost the copy hardly anything. */
  private static void fillLarge(Server server, int megabytes)
      throws IOException, InterruptedException {
    server.require("PUT", "/v1/shards/" + LARGE, "{}");
    Random random = new Random(megabytes);
    byte[] value = new byte[ENTRY_BYTES / 2 - 1];
    for (int i = 0; i < megabytes; i++) {
      random.nextBytes(value);
      server.require(
          "PUT",
          "/v1/shards/" + LARGE + "/namespaces/default/entries/" + FilledShard.key(i),
          '"' + HexFormat.of().formatHex(value) + '"');
    }
  }

  /**
   * Waits until no epoch is about to be restored for a trial, which each is soon after it began.
   */
  private static void awaitTrials(Server server) throws IOException, InterruptedException {
    String quiet = "\"due\":0,";
    do {
      TimeUnit.SECONDS.sleep(DRILL_SECONDS);
    } while (!server.require("GET", "/v1/status", "").contains(quiet));
  }

  /**
   * Waits until a minute has come so far that whatever Litestream had to merge at its beginning is
   * merged: after a restore that is a copy of all of the shard.
   */
  private static void awaitSecond() throws InterruptedException {
    while (Instant.now().getEpochSecond() % 60 != BEGIN_SECOND) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static void sync(Server server, String shard) throws IOException, InterruptedException {
    server.require("POST", "/v1/shards/" + shard + "/backup/sync", "");
  }

  private void round(Server server) throws IOException, InterruptedException {
    sync(server, LARGE);
    double before = add(alone, OpenLoop.run(server.port(), PER_SECOND, ALONE_SECONDS, this::quiet));
    try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
      Future<Operation> restore = clients.submit(() -> restore(server, LARGE));
      Future<Double> refused = clients.submit(() -> refusedSeconds(server, restore));
      double[] millis =
          OpenLoop.run(
              server.port(), PER_SECOND, MOST_SECONDS, this::quiet, () -> !restore.isDone());
      beside.add(RATIO, add(beside, millis) / before);
      restored.add("seconds", restore.get().seconds());
      restored.add("seconds without answers", refused.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the restore failed", e);
    }
  }

  private static Operation restore(Server server, String shard)
      throws IOException, InterruptedException {
    String body = "{\"at\":\"" + Instant.now().minusSeconds(PAST_SECONDS) + "\"}";
    return Operation.run(server, "/v1/shards/" + shard + "/restore", body, POLL_MILLIS);
  }

  /** For how long nobody was answered who asked the shard itself. */
  private static double refusedSeconds(Server server, Future<?> until)
      throws IOException, InterruptedException {
    byte[] get =
        ClientConnection.get("/v1/shards/" + LARGE + "/namespaces/default/metadata/k00000");
    long longest = 0;
    long answered = System.nanoTime();
    try (ClientConnection connection = new ClientConnection(server.port())) {
      for (boolean served = false; !served || !until.isDone(); ) {
        served = connection.send(get) == 200;
        if (served) {
          longest = Math.max(longest, System.nanoTime() - answered);
          answered = System.nanoTime();
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    return longest / 1e9;
  }

  private static void fork(Server server, Report report) throws IOException, InterruptedException {
    Figures now = new Figures();
    Figures past = new Figures();
    for (int i = 0; i < FORKS; i++) {
      String path = "/v1/shards/" + SMALL + "/fork";
      now.add(
          "ms",
          1000
              * Operation.run(server, path, "{\"to\":\"n" + i + "\"}", HASTY_POLL_MILLIS)
                  .seconds());
      String at = Instant.now().minusSeconds(1).toString();
      String body = "{\"to\":\"p" + i + "\",\"at\":\"" + at + "\"}";
      past.add("ms", 1000 * Operation.run(server, path, body, HASTY_POLL_MILLIS).seconds());
    }
    report.add("Fork of a shard of 100 KB", "of now", now.medians());
    report.add("Fork of a shard of 100 KB", "of a past moment", past.medians());
    report.measured(Bar.FORK, past.median("ms") / 1000);
  }

  private byte[] quiet(int number) {
    String path =
        "/v1/shards/"
            + QUIET
            + "/namespaces/default/entries/"
            + FilledShard.key(number * 31 % ENTRIES);
    return number % 2 == 1 ? ClientConnection.put(path, value()) : ClientConnection.get(path);
  }

  /** Several threads send. */
  private synchronized String value() {
    return values.next().toString();
  }

  private static double add(Figures own, double[] millis) {
    Samples all = new Samples();
    for (double each : millis) {
      if (!Double.isNaN(each)) {
        all.add(each);
      }
    }
    own.add("requests", (double) all.size());
    own.add("p50 ms", all.median());
    own.add("p99 ms", all.percentile(99));
    own.add("slowest ms", all.most());
    return all.percentile(99);
  }

  /** An operation that the service carried out. */
  private record Operation(double seconds) {

    /** Begins one and waits for its success. */
    static Operation run(Server server, String path, String body, int pollMillis)
        throws IOException, InterruptedException {
      long begun = System.nanoTime();
      String answer = server.require("POST", path, body);
      String id = answer.replaceFirst("(?s).*\"id\":\"([^\"]+)\".*", "$1");
      while (answer.contains("\"state\":\"running\"")) {
        TimeUnit.MILLISECONDS.sleep(pollMillis);
        answer = server.require("GET", "/v1/operations/" + id, "");
      }
      if (!answer.contains("\"state\":\"succeeded\"")) {
        throw new IllegalStateException(path + " ended so: " + answer);
      }
      return new Operation((System.nanoTime() - begun) / 1e9);
    }
  }
}
