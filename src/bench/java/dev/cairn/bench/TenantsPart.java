package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Many tenants: what GETs and PUTs cost when they go to few shards or to many, how long the first
 * request to a closed shard takes, and what a quiet shard feels of a loud one. The first two are
 * measured over one service with thousands of shards on disk.
 */
final class TenantsPart implements Part {

  /** Few enough to leave the processors some rest: what waits in line tells of throughput only. */
  private static final int SOME = 8;

  private static final int BUSY = 64;

  /** Shards that are asked for again and again. */
  private static final int HOT = 256;

  private static final int FEW = 10;

  /** Shards that may be open: the hot ones and others. */
  private static final int OPEN = 512;

  /** Of one turn of a pair: many short ones say more than few long ones. */
  private static final int SECONDS = 1;

  /** Turns in which most requests open a shard are long ones. */
  private static final int SPREAD_ROUNDS = 3;

  private static final Load GET_FEW = load(Load.Operation.GET, FEW, Load.Spread.EVENLY);
  private static final Load GET_HOT = load(Load.Operation.GET, HOT, Load.Spread.EVENLY);

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Turns turns = new Turns(plan);
    Path data = TenantShards.all(plan);
    try (Node node = Node.start(plan, data, "-Dcairn.shards.open-cap=" + OPEN)) {
      Map<String, Load> spread = plan.quick() ? Map.of() : spread(TenantShards.count(plan));
      warm(plan, turns, node, spread);
      report.measured(
          Bar.HOT_TENANTS, measureHot(plan, report, turns, node, SOME, 4 * plan.rounds()));
      if (!plan.quick()) {
        measureHot(plan, report, turns, node, BUSY, plan.rounds());
        measureSpread(plan, report, turns, node, spread);
        ColdOpens.measure(plan, report, node, OPEN);
      }
    }
    NoisyNeighbour.measure(plan, report, turns);
  }

  private static Load load(Load.Operation operation, int shards, Load.Spread spread) {
    return new Load(operation, TenantShards.PREFIX, shards, TenantShards.ENTRIES).spread(spread);
  }

  private static Map<String, Load> spread(int shards) {
    Map<String, Load> loads = new LinkedHashMap<>();
    loads.put("GET, Zipf over all", load(Load.Operation.GET, shards, Load.Spread.ZIPF));
    loads.put("GET, evenly over all", load(Load.Operation.GET, shards, Load.Spread.EVENLY));
    loads.put("PUT, Zipf over all", load(Load.Operation.PUT, shards, Load.Spread.ZIPF));
    return loads;
  }

  private static void warm(Plan plan, Turns turns, Node node, Map<String, Load> spread)
      throws IOException, InterruptedException {
    List<Turns.Warming> all = new ArrayList<>();
    all.add(new Turns.Warming(node.server(), GET_HOT, SOME));
    for (Load each : spread.values()) {
      all.add(new Turns.Warming(node.server(), each, BUSY));
    }
    turns.warmAtMost(plan.quick() ? 30 : 60, all);
  }

  /**
   * Turns that follow one another, the first of each pair in turn.
   *
   * @return the median of what the hot shards take of the time of the few
   */
  private static double measureHot(
      Plan plan, Report report, Turns turns, Node node, int connections, int pairs)
      throws IOException, InterruptedException {
    ColdOpens.open(node, HOT);
    Figures few = new Figures();
    Figures hot = new Figures();
    Samples ratios = new Samples();
    for (int pair = 0; pair < pairs; pair++) {
      boolean fewFirst = pair % 2 == 0;
      Turn first = turn(turns, node, fewFirst ? GET_FEW : GET_HOT, connections, SECONDS);
      Turn second = turn(turns, node, fewFirst ? GET_HOT : GET_FEW, connections, SECONDS);
      Turn ofFew = fewFirst ? first : second;
      Turn ofHot = fewFirst ? second : first;
      ofFew.addTo(few);
      ofHot.addTo(hot);
      ratios.add(ofHot.p50Millis() / ofFew.p50Millis());
    }
    report.add(table(plan), title("GET over " + FEW + " shards", connections), few.medians());
    report.add(table(plan), title("GET over " + HOT + " hot shards", connections), hot.medians());
    return ratios.median();
  }

  private static void measureSpread(
      Plan plan, Report report, Turns turns, Node node, Map<String, Load> loads)
      throws IOException, InterruptedException {
    Map<String, Figures> figures = new LinkedHashMap<>();
    for (int round = 0; round < SPREAD_ROUNDS; round++) {
      for (Map.Entry<String, Load> each : loads.entrySet()) {
        turn(turns, node, each.getValue(), BUSY, plan.seconds())
            .addTo(figures.computeIfAbsent(each.getKey(), any -> new Figures()));
      }
    }
    figures.forEach((name, own) -> report.add(table(plan), title(name, BUSY), own.medians()));
  }

  private static String table(Plan plan) {
    return String.format(Locale.ROOT, "Tenants, %,d shards on disk", TenantShards.count(plan));
  }

  private static String title(String load, int connections) {
    return load + ", " + connections + " connections";
  }

  private record Turn(
      Turns.Cost cost, double opensPerSecond, double residentMib, double descriptors) {

    double p50Millis() {
      return cost.answered().p50Millis();
    }

    void addTo(Figures figures) {
      cost.addTo(figures);
      figures.add("opens/s", opensPerSecond);
      figures.add("RSS MiB", residentMib);
      figures.add("descriptors", descriptors);
    }
  }

  private static Turn turn(Turns turns, Node node, Load load, int connections, int seconds)
      throws IOException, InterruptedException {
    double opensBefore = node.metric(ColdOpens.OPENS);
    Turns.Cost cost = turns.turn(node.server(), load, connections, seconds);
    double opens = node.metric(ColdOpens.OPENS) - opensBefore;
    return new Turn(
        cost, opens / cost.answered().seconds(), node.residentMib(), node.descriptors());
  }
}
