package dev.cairn.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What writers feel while snapshots are made of the very shard that they write to, as fast as it
 * takes their writes: first without, then with one snapshot behind the other. And how long one
 * takes, of a shard at rest and of one under that load.
 */
final class SnapshotPart implements Part {

  private static final int FULL_MEGABYTES = 500;
  private static final int QUICK_MEGABYTES = 100;
  private static final int ENTRY_BYTES = 1_000_000;
  private static final int WRITERS = 32;
  private static final int KEYS = 10_000;
  private static final int WARM_UP_SECONDS = 15;
  private static final int FULL_SECONDS = 20;
  private static final int QUICK_SECONDS = 10;
  private static final String SHARD = "written";
  private static final String SNAPSHOTS = "/v1/shards/" + SHARD + "/snapshots";
  private static final String P99 = "p99 ms";

  private final Values values = new Values(1024, System.nanoTime());
  private final Figures alone = new Figures();
  private final Figures beside = new Figures();
  private final Figures taken = new Figures();

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    int megabytes = plan.quick() ? QUICK_MEGABYTES : FULL_MEGABYTES;
    int seconds = plan.quick() ? QUICK_SECONDS : FULL_SECONDS;
    try (Server server = Server.cairn(plan, plan.work().resolve("snapshot-data"))) {
      fill(server, megabytes);
      load(server, WARM_UP_SECONDS);
      taken.add("ms at rest", take(server));
      Figures apart = new Figures();
      for (int round = 0; round < plan.rounds(); round++) {
        double without = add(alone, load(server, seconds), seconds);
        double with = besideSnapshots(server, seconds);
        apart.add("ms", with - without);
      }
      String table = WRITERS + " writers to one shard of " + megabytes + " MB, normal";
      report.add(table, "without snapshots", alone.medians());
      report.add(table, "while snapshots are made of it", beside.medians());
      report.add("A snapshot of " + megabytes + " MB", "made", taken.medians());
      report.measured(Bar.SNAPSHOT, Math.max(0, apart.median("ms")));
    }
  }

  private static void fill(Server server, int megabytes) throws IOException, InterruptedException {
    server.require("PUT", "/v1/shards/" + SHARD, "{}");
    Random random = new Random(megabytes);
    byte[] value = new byte[ENTRY_BYTES / 2 - 1];
    for (int i = 0; i < megabytes; i++) {
      random.nextBytes(value);
      server.require(
          "PUT",
          "/v1/shards/" + SHARD + "/namespaces/large/entries/" + FilledShard.key(i),
          '"' + HexFormat.of().formatHex(value) + '"');
    }
  }

  /** Milliseconds that one takes; it is deleted afterwards. */
  private static double take(Server server) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    String made = server.require("POST", SNAPSHOTS, "{}");
    double millis = (System.nanoTime() - begun) / 1e6;
    String id = made.replaceFirst("(?s).*\"id\":\"([^\"]+)\".*", "$1");
    server.require("DELETE", SNAPSHOTS + "/" + id, "");
    return millis;
  }

  private double besideSnapshots(Server server, int seconds)
      throws IOException, InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService taker = Executors.newSingleThreadExecutor()) {
      Future<?> taking =
          taker.submit(
              () -> {
                while (!over.get()) {
                  taken.add("ms under load", take(server));
                }
                return null;
              });
      double p99 = add(beside, load(server, seconds), seconds);
      over.set(true);
      taking.get();
      return p99;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a snapshot failed", e);
    } finally {
      over.set(true);
    }
  }

  /** The latencies of all PUTs of writers that each send one when the one before is answered. */
  private Samples load(Server server, int seconds) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    Samples all = new Samples();
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<List<Double>>> writing = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writing.add(writers.submit(() -> write(server, writer, end)));
      }
      for (Future<List<Double>> each : writing) {
        each.get().forEach(all::add);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a write failed", e);
    }
    return all;
  }

  private List<Double> write(Server server, int writer, long end) throws IOException {
    List<Double> millis = new ArrayList<>();
    try (ClientConnection connection = new ClientConnection(server.port())) {
      for (int i = writer; System.nanoTime() < end; i += WRITERS) {
        String path =
            "/v1/shards/" + SHARD + "/namespaces/default/entries/" + FilledShard.key(i % KEYS);
        byte[] put = ClientConnection.put(path, value());
        long begun = System.nanoTime();
        connection.time(put);
        millis.add((System.nanoTime() - begun) / 1e6);
      }
    }
    return millis;
  }

  /** Several threads send. */
  private synchronized String value() {
    return values.next().toString();
  }

  private static double add(Figures own, Samples samples, int seconds) {
    own.add("PUT/s", (double) samples.size() / seconds);
    own.add("p50 ms", samples.median());
    own.add(P99, samples.percentile(99));
    own.add("slowest ms", samples.most());
    return samples.percentile(99);
  }
}
