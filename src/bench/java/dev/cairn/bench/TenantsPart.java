package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Many tenants: what GETs and PUTs cost when they go to few shards or to many, how long the first
 * request to a closed shard takes, and what a quiet shard feels of a loud one. The first two are
 * measured over one service with default settings and thousands of shards on disk.
 */
final class TenantsPart implements Part {

  private static final int CONNECTIONS = 64;

  /** As many as may be open. */
  private static final int HOT = 256;

  private static final int FEW = 10;

  private static final Wrk.Load GET_FEW = load("get@random", FEW, 1024);
  private static final Wrk.Load GET_HOT = load("get@random", HOT, 1024);

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Path data = TenantShards.all(plan);
    try (Node node = Node.start(plan, data)) {
      Wrk wrk = new Wrk(plan.home());
      Map<String, Wrk.Load> spread = spread(TenantShards.count(plan));
      for (Wrk.Load each : spread.values()) {
        Warming.warm(plan, wrk, node.server(), each, CONNECTIONS);
      }
      measureHot(plan, report, node, wrk);
      measureSpread(plan, report, node, wrk, spread);
      ColdOpens.measure(plan, report, node, HOT);
    }
    NoisyNeighbour.measure(plan, report);
  }

  private static Wrk.Load load(String operation, int shards, int leastBytes) {
    return new Wrk.Load(operation, TenantShards.PREFIX, shards, TenantShards.ENTRIES, leastBytes);
  }

  private static Map<String, Wrk.Load> spread(int shards) {
    Map<String, Wrk.Load> loads = new LinkedHashMap<>();
    loads.put("GET, Zipf over all", load("get@zipf", shards, 1024));
    loads.put("GET, evenly over all", load("get@random", shards, 1024));
    loads.put("PUT, Zipf over all", load("put@zipf", shards, 40));
    return loads;
  }

  /** What the bar is about: turns that follow one another, the first of each pair in turn. */
  private static void measureHot(Plan plan, Report report, Node node, Wrk wrk)
      throws IOException, InterruptedException {
    ColdOpens.open(node, HOT);
    wrk.run(node.server(), GET_HOT, CONNECTIONS, plan.seconds());
    Figures few = new Figures();
    Figures hot = new Figures();
    Samples ratios = new Samples();
    for (int pair = 0; pair < 3 * plan.rounds(); pair++) {
      Turn first = turn(plan, node, wrk, pair % 2 == 0 ? GET_FEW : GET_HOT);
      Turn second = turn(plan, node, wrk, pair % 2 == 0 ? GET_HOT : GET_FEW);
      Turn ofFew = pair % 2 == 0 ? first : second;
      Turn ofHot = pair % 2 == 0 ? second : first;
      ofFew.addTo(few);
      ofHot.addTo(hot);
      ratios.add(ofHot.cost().p50Millis() / ofFew.cost().p50Millis());
    }
    report.add(table(plan), "GET over " + FEW + " shards", few.medians());
    report.add(table(plan), "GET over " + HOT + " hot shards", hot.medians());
    report.measured(Bar.HOT_TENANTS, ratios.median());
  }

  private static void measureSpread(
      Plan plan, Report report, Node node, Wrk wrk, Map<String, Wrk.Load> loads)
      throws IOException, InterruptedException {
    Map<String, Figures> figures = new LinkedHashMap<>();
    for (int round = 0; round < plan.rounds(); round++) {
      for (Map.Entry<String, Wrk.Load> each : loads.entrySet()) {
        turn(plan, node, wrk, each.getValue())
            .addTo(figures.computeIfAbsent(each.getKey(), any -> new Figures()));
      }
    }
    figures.forEach((title, own) -> report.add(table(plan), title, own.medians()));
  }

  private static String table(Plan plan) {
    return String.format(
        Locale.ROOT,
        "Tenants, %,d shards on disk, %d connections",
        TenantShards.count(plan),
        CONNECTIONS);
  }

  private record Turn(Wrk.Cost cost, double opens, double residentMib, double descriptors) {

    void addTo(Figures figures) {
      figures.add("server CPU µs", cost.cpuMicros());
      figures.add("requests/s", cost.requestsPerSecond());
      figures.add("p50 ms", cost.p50Millis());
      figures.add("p99 ms", cost.p99Millis());
      figures.add("opens/s", opens * cost.requestsPerSecond() / cost.requests());
      figures.add("RSS MiB", residentMib);
      figures.add("descriptors", descriptors);
    }
  }

  private static Turn turn(Plan plan, Node node, Wrk wrk, Wrk.Load load)
      throws IOException, InterruptedException {
    double before = node.metric(ColdOpens.OPENS);
    Wrk.Cost cost = wrk.run(node.server(), load, CONNECTIONS, plan.seconds());
    return new Turn(
        cost, node.metric(ColdOpens.OPENS) - before, node.residentMib(), node.descriptors());
  }
}
