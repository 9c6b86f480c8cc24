package dev.cairn.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a quiet shard feels of a loud one. A client of its own asks the quiet shard for little at a
 * steady rate, GETs and PUTs by turns, first alone and then while wrk puts all the load on another
 * shard that it can. Since both clients and the server share the processors, the same is done to
 * the application that does nothing: what its quiet requests suffer is no fault of the server's.
 */
final class NoisyNeighbour {

  private static final int PER_SECOND = 100;
  private static final int CONNECTIONS = 64;
  private static final int ENTRIES = 1000;
  private static final String QUIET = "quiet0";
  private static final String LOUD = "loud";
  private static final String PUTS = "PUTs";
  private static final String RATIO = "p99 against alone";
  private static final String TABLE =
      "A quiet shard, 50 GET/s and 50 PUT/s, beside a neighbour with 64 connections";

  /** Before the quiet requests, until the load has settled, and after them. */
  private static final int MARGIN_SECONDS = 2;

  private static final Wrk.Load NOOP = new Wrk.Load("noop", "-", 0, 1, 1024);

  private final Plan plan;
  private final Server noop;
  private final Server cairn;
  private final Wrk wrk;
  private final Map<String, Figures> figures = new LinkedHashMap<>();
  private final Values values = new Values(1024, System.nanoTime());

  private NoisyNeighbour(Plan plan, Server noop, Server cairn) {
    this.plan = plan;
    this.noop = noop;
    this.cairn = cairn;
    this.wrk = new Wrk(plan.home());
  }

  static void measure(Plan plan, Report report) throws IOException, InterruptedException {
    try (Server noop = Server.noop(plan);
        Server cairn = Server.cairn(plan, plan.work().resolve("neighbour-data"))) {
      NoisyNeighbour measurement = new NoisyNeighbour(plan, noop, cairn);
      measurement.prepare();
      for (int round = 0; round < plan.rounds(); round++) {
        measurement.round();
      }
      measurement.figures.forEach((title, own) -> report.add(TABLE, title, own.medians()));
      report.measured(Bar.NOISY_NEIGHBOUR, measurement.beside(PUTS).median(RATIO));
    }
  }

  private static Map<String, Wrk.Load> neighbours(Plan plan) {
    Map<String, Wrk.Load> neighbours = new LinkedHashMap<>();
    neighbours.put(PUTS, new Wrk.Load("put", LOUD, 1, ENTRIES, 40));
    if (!plan.quick()) {
      neighbours.put("lists of 100", new Wrk.Load("list", LOUD, 1, ENTRIES, 100 * 1024));
      neighbours.put("queries", new Wrk.Load("query", LOUD, 1, ENTRIES, 100 * 1024));
    }
    return neighbours;
  }

  private Figures beside(String neighbour) {
    return figures.computeIfAbsent("beside " + neighbour, any -> new Figures());
  }

  private void prepare() throws IOException, InterruptedException {
    Filling.shard(cairn, LOUD + "0", "normal", ENTRIES);
    Filling.shard(cairn, QUIET, "normal", ENTRIES);
    Warming.warm(plan, wrk, noop, NOOP, CONNECTIONS);
    Wrk.Load get = new Wrk.Load("get", LOUD, 1, ENTRIES, 1024);
    Warming.warm(plan, wrk, cairn, get, CONNECTIONS);
    for (Wrk.Load each : neighbours(plan).values()) {
      Warming.warm(plan, wrk, cairn, each, CONNECTIONS);
    }
    // The client's own code is compiled in these.
    OpenLoop.run(cairn.port(), 10 * PER_SECOND, plan.seconds(), this::quiet);
    OpenLoop.run(noop.port(), 10 * PER_SECOND, plan.seconds(), NoisyNeighbour::nothing);
  }

  private void round() throws IOException, InterruptedException {
    for (Map.Entry<String, Wrk.Load> each : neighbours(plan).entrySet()) {
      double alone = turn(cairn, this::quiet, null, entry("alone"));
      Figures own = beside(each.getKey());
      own.add(RATIO, turn(cairn, this::quiet, each.getValue(), own) / alone);
    }
    double alone = turn(noop, NoisyNeighbour::nothing, null, entry("no-op, alone"));
    Figures own = entry("no-op, beside its like");
    own.add(RATIO, turn(noop, NoisyNeighbour::nothing, NOOP, own) / alone);
  }

  private Figures entry(String title) {
    return figures.computeIfAbsent(title, any -> new Figures());
  }

  private byte[] quiet(int number) {
    String path =
        "/v1/shards/" + QUIET + "/namespaces/default/entries/" + key(number * 31 % ENTRIES);
    return isPut(number) ? ClientConnection.put(path, value()) : ClientConnection.get(path);
  }

  private static String key(int entry) {
    return FilledShard.key(entry).toString();
  }

  /** Several threads send. */
  private synchronized String value() {
    return values.next().toString();
  }

  private static byte[] nothing(int number) {
    return ClientConnection.get("/noop");
  }

  /**
   * One measurement of the quiet requests.
   *
   * @param loud what the neighbour is under, or null for none
   * @return the p99 of all quiet requests, in milliseconds
   */
  private double turn(
      Server server, IntFunction<byte[]> quiet, Wrk.@Nullable Load loud, Figures own)
      throws InterruptedException {
    int seconds = 3 * plan.seconds();
    try (ExecutorService neighbour = Executors.newSingleThreadExecutor()) {
      Future<Wrk.@Nullable Cost> cost =
          neighbour.submit(
              () ->
                  loud == null
                      ? null
                      : wrk.run(server, loud, CONNECTIONS, seconds + 2 * MARGIN_SECONDS));
      TimeUnit.SECONDS.sleep(MARGIN_SECONDS);
      double[] millis = OpenLoop.run(server.port(), PER_SECOND, seconds, quiet);
      double p99 = add(own, millis, server == cairn);
      Wrk.Cost found = cost.get();
      if (found != null) {
        own.add("neighbour's requests/s", found.requestsPerSecond());
      }
      return p99;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the neighbour failed", e);
    }
  }

  private static double add(Figures own, double[] millis, boolean puts) {
    Samples gets = new Samples();
    Samples written = new Samples();
    Samples all = new Samples();
    for (int i = 0; i < millis.length; i++) {
      (puts && isPut(i) ? written : gets).add(millis[i]);
      all.add(millis[i]);
    }
    own.add("GET p50 ms", gets.median());
    own.add("GET p99 ms", gets.percentile(99));
    if (puts) {
      own.add("PUT p50 ms", written.median());
      own.add("PUT p99 ms", written.percentile(99));
    }
    own.add("all p99 ms", all.percentile(99));
    return all.percentile(99);
  }

  private static boolean isPut(int number) {
    return number % 2 == 1;
  }
}
