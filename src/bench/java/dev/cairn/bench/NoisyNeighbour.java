package dev.cairn.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Loud by queries, which find nothing any more of what PUTs have overwritten. */
  private static final String QUERIED = "queried";

  private static final String PUTS = "PUTs";
  private static final String RATIO = "p99 against alone";
  private static final String TABLE =
      "A quiet shard, 50 GET/s and 50 PUT/s, beside a neighbour with 64 connections";

  /** Of the quiet requests in one turn. */
  private static final int FULL_SECONDS = 8;

  /** The same with {@code --quick}. */
  private static final int QUICK_SECONDS = 5;

  /** Before the quiet requests, until the load has settled, and after them. */
  private static final int MARGIN_SECONDS = 2;

  private final Plan plan;
  private final Server noop;
  private final Server cairn;
  private final Turns turns;
  private final Map<String, Figures> figures = new LinkedHashMap<>();
  private final Values values = new Values(1024, System.nanoTime());

  private NoisyNeighbour(Plan plan, Turns turns, Server noop, Server cairn) {
    this.plan = plan;
    this.noop = noop;
    this.cairn = cairn;
    this.turns = turns;
  }

  static void measure(Plan plan, Report report, Turns turns)
      throws IOException, InterruptedException {
    try (Server noop = Server.noop(plan);
        Server cairn = Server.cairn(plan, plan.work().resolve("neighbour-data"))) {
      NoisyNeighbour measurement = new NoisyNeighbour(plan, turns, noop, cairn);
      measurement.prepare();
      for (int round = 0; round < plan.rounds(); round++) {
        measurement.round();
      }
      measurement.figures.forEach((title, own) -> report.add(TABLE, title, own.medians()));
      report.measured(Bar.NOISY_NEIGHBOUR, measurement.beside(PUTS).median(RATIO));
    }
  }

  private static Map<String, Load> neighbours(Plan plan) {
    Map<String, Load> neighbours = new LinkedHashMap<>();
    neighbours.put(PUTS, loud(Load.Operation.PUT));
    if (!plan.quick()) {
      neighbours.put("lists of 100", loud(Load.Operation.LIST));
      neighbours.put("queries", new Load(Load.Operation.QUERY, QUERIED, 1, ENTRIES));
    }
    return neighbours;
  }

  private static Load loud(Load.Operation operation) {
    return new Load(operation, LOUD, 1, ENTRIES);
  }

  private Figures beside(String neighbour) {
    return figures.computeIfAbsent("beside " + neighbour, any -> new Figures());
  }

  private void prepare() throws IOException, InterruptedException {
    Filling.shard(cairn, LOUD + "0", "normal", ENTRIES);
    Filling.shard(cairn, QUERIED + "0", "normal", ENTRIES);
    Filling.shard(cairn, QUIET, "normal", ENTRIES);
    List<Turns.Warming> all = new ArrayList<>();
    all.add(new Turns.Warming(noop, Load.NOTHING, CONNECTIONS));
    all.add(new Turns.Warming(cairn, loud(Load.Operation.GET), CONNECTIONS));
    for (Load each : neighbours(plan).values()) {
      all.add(new Turns.Warming(cairn, each, CONNECTIONS));
    }
    turns.warmAtMost(plan.quick() ? 30 : 60, all);
    // The client's own code is compiled in these.
    OpenLoop.run(cairn.port(), 10 * PER_SECOND, plan.seconds(), this::quiet);
    OpenLoop.run(noop.port(), 10 * PER_SECOND, plan.seconds(), NoisyNeighbour::nothing);
  }

  private void round() throws IOException, InterruptedException {
    double alone = turn(cairn, this::quiet, null, entry("alone"));
    for (Map.Entry<String, Load> each : neighbours(plan).entrySet()) {
      Figures own = beside(each.getKey());
      own.add(RATIO, turn(cairn, this::quiet, each.getValue(), own) / alone);
    }
    double idle = turn(noop, NoisyNeighbour::nothing, null, entry("no-op, alone"));
    Figures own = entry("no-op, beside its like");
    own.add(RATIO, turn(noop, NoisyNeighbour::nothing, Load.NOTHING, own) / idle);
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
  private double turn(Server server, IntFunction<byte[]> quiet, @Nullable Load loud, Figures own)
      throws InterruptedException {
    int seconds = plan.quick() ? QUICK_SECONDS : FULL_SECONDS;
    if (loud == null) {
      return add(own, OpenLoop.run(server.port(), PER_SECOND, seconds, quiet), server == cairn);
    }
    try (ExecutorService neighbour = Executors.newSingleThreadExecutor()) {
      Future<Turns.Cost> cost =
          neighbour.submit(
              () -> turns.turn(server, loud, CONNECTIONS, seconds + 2 * MARGIN_SECONDS));
      TimeUnit.SECONDS.sleep(MARGIN_SECONDS);
      double p99 =
          add(own, OpenLoop.run(server.port(), PER_SECOND, seconds, quiet), server == cairn);
      own.add("neighbour's requests/s", cost.get().requestsPerSecond());
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
