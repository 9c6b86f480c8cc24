package dev.cairn.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a quiet tenant feels of one that floods the service, without quotas and with them. The quiet
 * one asks for little at a steady rate, GETs and PUTs by turns. The noisy one has many connections
 * on each of which it sends again as soon as it is answered, whatever the answer says of waiting:
 * PUTs, GETs, and queries that read every entry to find none.
 */
final class NeighboursPart implements Part {

  private static final String QUIET = "quiet";
  private static final String NOISY = "noisy";

  private static final int ENTRIES = 1_000;
  private static final int NOISY_ENTRIES = 20_000;

  private static final int PER_SECOND = 100;
  private static final int FULL_SECONDS = 10;
  private static final int QUICK_SECONDS = 5;
  private static final int SETTLING_SECONDS = 2;
  private static final int WARMING_SECONDS = 10;

  private static final int PUTTING = 24;
  private static final int GETTING = 24;
  private static final int QUERYING = 16;

  private static final String QUOTAS =
      "{\"requestsPerSecond\":100,\"concurrentReads\":1,\"queryTime\":\"PT0.1S\"}";

  private static final String RATIO = "p99 against alone";

  private final Values values = new Values(1024, System.nanoTime());
  private final Figures alone = new Figures();
  private final Figures without = new Figures();
  private final Figures with = new Figures();

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    int seconds = plan.quick() ? QUICK_SECONDS : FULL_SECONDS;
    try (Server server = Server.cairn(plan, plan.work().resolve("neighbours-data"))) {
      Filling.shard(server, QUIET, "normal", ENTRIES);
      Filling.shard(server, NOISY, "normal", NOISY_ENTRIES);
      warmUp(server);
      for (int round = 0; round < plan.rounds(); round++) {
        server.awaitCompiled();
        double idle = quiet(server, seconds, alone);
        without.add(RATIO, beside(server, seconds, without) / idle);
        bound(server, QUOTAS);
        with.add(RATIO, beside(server, seconds, with) / idle);
        bound(server, "{}");
      }
      String table =
          "A quiet shard, 50 GET/s and 50 PUT/s, beside one that "
              + (PUTTING + GETTING + QUERYING)
              + " connections flood with PUTs, GETs and queries that read all of it";
      report.add(table, "alone", alone.medians());
      report.add(table, "without quotas", without.medians());
      report.add(table, "with quotas", with.medians());
      report.measured(Bar.QUOTAS, with.median(RATIO));
    }
  }

  /** Everything that is measured, so that it is compiled. */
  private void warmUp(Server server) throws IOException, InterruptedException {
    Figures nobodys = new Figures();
    quiet(server, WARMING_SECONDS, nobodys);
    beside(server, WARMING_SECONDS, nobodys);
    bound(server, QUOTAS);
    beside(server, WARMING_SECONDS, nobodys);
    bound(server, "{}");
  }

  /** Setting bounds is a request, which the bounds before may refuse. */
  private static void bound(Server server, String quotas) throws IOException, InterruptedException {
    String body = "{\"quotas\":" + quotas + "}";
    int status;
    do {
      status = server.send("PUT", "/v1/shards/" + NOISY, body).statusCode();
      if (status == 429) {
        TimeUnit.SECONDS.sleep(1);
      }
    } while (status == 429);
    if (status / 100 != 2) {
      throw new IllegalStateException("Quotas were answered " + status);
    }
  }

  private double quiet(Server server, int seconds, Figures own) throws InterruptedException {
    Samples samples = new Samples();
    for (double each : OpenLoop.run(server.port(), PER_SECOND, seconds, this::quietRequest)) {
      samples.add(each);
    }
    own.add("p50 ms", samples.median());
    own.add("p99 ms", samples.percentile(99));
    return samples.percentile(99);
  }

  private byte[] quietRequest(int number) {
    String path = entry(QUIET, number * 31 % ENTRIES);
    return number % 2 == 0 ? ClientConnection.get(path) : ClientConnection.put(path, value());
  }

  private double beside(Server server, int seconds, Figures own)
      throws IOException, InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong served = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    List<Future<?>> flood = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(PUTTING + GETTING + QUERYING)) {
      for (int i = 0; i < PUTTING + GETTING + QUERYING; i++) {
        int number = i;
        flood.add(
            clients.submit(
                () -> {
                  flood(server, number, over, served, refused);
                  return null;
                }));
      }
      try {
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        served.set(0);
        refused.set(0);
        long begun = System.nanoTime();
        double p99 = quiet(server, seconds, own);
        double taken = (System.nanoTime() - begun) / 1e9;
        own.add("noisy, served/s", served.get() / taken);
        own.add("noisy, refused/s", refused.get() / taken);
        return p99;
      } finally {
        over.set(true);
      }
    } finally {
      require(flood);
    }
  }

  private static void require(List<Future<?>> flood) throws InterruptedException {
    for (Future<?> each : flood) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the noisy tenant failed", e);
      }
    }
  }

  private void flood(
      Server server, int number, AtomicBoolean over, AtomicLong served, AtomicLong refused)
      throws IOException {
    try (ClientConnection connection = new ClientConnection(server.port())) {
      for (int i = number; !over.get(); i += 7) {
        int status = connection.send(noisyRequest(number, i));
        switch (status) {
          case 200, 201, 204 -> served.incrementAndGet();
          case 422, 429 -> refused.incrementAndGet();
          default -> throw new IllegalStateException("The noisy tenant was answered " + status);
        }
      }
    }
  }

  private byte[] noisyRequest(int connection, int i) {
    String path = entry(NOISY, i % NOISY_ENTRIES);
    if (connection < PUTTING) {
      return ClientConnection.put(path, value());
    }
    return connection < PUTTING + GETTING
        ? ClientConnection.get(path)
        : ClientConnection.post(
            "/v1/shards/" + NOISY + "/namespaces/default/query",
            "{\"filter\":{\"field\":\"nowhere\",\"operator\":\"eq\",\"value\":1}}");
  }

  private static String entry(String shard, int entry) {
    return "/v1/shards/" + shard + "/namespaces/default/entries/" + FilledShard.key(entry);
  }

  /** Several threads send. */
  private synchronized String value() {
    return values.next().toString();
  }
}
