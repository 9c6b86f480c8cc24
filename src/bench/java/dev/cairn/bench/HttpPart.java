package dev.cairn.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What requests cost the server, against a request that does nothing. Each turn of an operation
 * stands between two turns of the no-op, and its ratio is to their mean.
 */
final class HttpPart implements Part {

  private static final String RATIO = "against the no-op";

  /** Of one turn: many short ones say more than few long ones. */
  private static final int SECONDS = 2;

  private static final int ENTRIES = 10_000;

  /** In each shard but the first. */
  private static final int FEW = 1000;

  private static final int MANY = 20;
  private static final int BUSY = 64;
  private static final int CROWD = 256;

  /** Enough for requests that each keep a core busy for long. */
  private static final int SOME = 8;

  private static final int LARGE = 16 * 1024;

  /**
   * A line of the report.
   *
   * @param connections that it is measured with
   * @param judgedAt of them, what its bar is about
   * @param bar what it is held to, if anything
   */
  private record Case(
      String title, Load load, List<Integer> connections, int judgedAt, @Nullable Bar bar) {

    boolean isMeasuredWith(int count, boolean quick) {
      return quick ? bar != null && count == judgedAt : connections.contains(count);
    }
  }

  private static final Load PUT_ONE = new Load(Load.Operation.PUT, "n", 1, ENTRIES);
  private static final Load BURST_ONE = new Load(Load.Operation.BURST, "n", 1, ENTRIES);
  private static final Load BURST_MANY = new Load(Load.Operation.BURST, "m", MANY, FEW);

  private static final List<Case> CASES =
      List.of(
          busy("GET", new Load(Load.Operation.GET, "n", 1, ENTRIES), Bar.HTTP_GET, 1, SOME, CROWD),
          busy("GET answered 304", new Load(Load.Operation.SAME, "n", 1, ENTRIES), null),
          busy("PUT, normal, 1 shard", PUT_ONE, Bar.HTTP_PUT, 1, SOME, CROWD),
          busy("PUT, normal, 20 shards", new Load(Load.Operation.PUT, "m", MANY, FEW), null, CROWD),
          busy(
              "PUT, full, 20 shards",
              new Load(Load.Operation.PUT, "f", MANY, FEW),
              Bar.HTTP_PUT_FULL,
              1,
              CROWD),
          busy("GET of 16 KB", new Load(Load.Operation.GET, "v", 1, FEW, LARGE), null),
          busy("PUT of 16 KB, normal", new Load(Load.Operation.PUT, "v", 1, FEW, LARGE), null),
          costly("batch of 100 puts", new Load(Load.Operation.BATCH, "n", 1, ENTRIES), null),
          costly("list of 100", new Load(Load.Operation.LIST, "n", 1, ENTRIES), Bar.HTTP_LIST),
          costly(
              "query for 100 of 1,000, no index",
              new Load(Load.Operation.QUERY, "q", 1, FEW),
              null),
          busy("HEAD", new Load(Load.Operation.HEAD, "n", 1, ENTRIES), null, 1));

  private static Case busy(String title, Load load, @Nullable Bar bar, Integer... others) {
    List<Integer> connections = new ArrayList<>(List.of(others));
    connections.add(BUSY);
    return new Case(title, load, List.copyOf(connections), BUSY, bar);
  }

  private static Case costly(String title, Load load, @Nullable Bar bar) {
    return new Case(title, load, List.of(1, SOME), SOME, bar);
  }

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Turns turns = new Turns(plan);
    try (Server noop = Server.noop(plan);
        Server cairn = Server.cairn(plan, plan.work().resolve("http-data"))) {
      fill(plan, cairn);
      turns.warm(warming(plan, noop, cairn));
      for (int connections : List.of(1, SOME, BUSY, CROWD)) {
        measure(plan, report, turns, noop, cairn, connections);
      }
      WorstWrite.measure(plan, report, turns, cairn, BURST_ONE, BURST_MANY);
    }
  }

  private static void fill(Plan plan, Server cairn) throws IOException, InterruptedException {
    Filling.shard(cairn, "n0", "normal", ENTRIES);
    for (int shard = 0; shard < MANY; shard++) {
      Filling.shard(cairn, "m" + shard, "normal", FEW);
      Filling.shard(cairn, "f" + shard, "full", FEW);
    }
    if (!plan.quick()) {
      Filling.shard(cairn, "q0", "normal", FEW);
      Filling.shard(cairn, "v0", "normal", FEW, LARGE);
    }
  }

  private static List<Turns.Warming> warming(Plan plan, Server noop, Server cairn) {
    List<Turns.Warming> all = new ArrayList<>();
    for (Case each : CASES) {
      if (each.isMeasuredWith(each.judgedAt(), plan.quick())) {
        Turns.Warming idle = new Turns.Warming(noop, each.load().nothing(), BUSY);
        if (!all.contains(idle)) {
          all.add(idle);
        }
        all.add(new Turns.Warming(cairn, each.load(), each.judgedAt()));
      }
    }
    return all;
  }

  private static void measure(
      Plan plan, Report report, Turns turns, Server noop, Server cairn, int connections)
      throws IOException, InterruptedException {
    List<Case> cases =
        CASES.stream().filter(each -> each.isMeasuredWith(connections, plan.quick())).toList();
    Map<Load, List<Case>> byNothing =
        cases.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.load().nothing(), LinkedHashMap::new, Collectors.toList()));
    Map<String, Figures> lines = new LinkedHashMap<>();
    for (int round = 0; round < plan.rounds(); round++) {
      for (Map.Entry<Load, List<Case>> group : byNothing.entrySet()) {
        round(turns, noop, group.getKey(), cairn, group.getValue(), connections, lines);
      }
    }
    String table = "HTTP, " + connections + (connections == 1 ? " connection" : " connections");
    lines.forEach((title, own) -> report.add(table, title, own.medians()));
    for (Case each : cases) {
      if (each.bar() != null && connections == each.judgedAt()) {
        report.measured(each.bar(), line(lines, each.title()).median(RATIO));
      }
    }
  }

  private static void round(
      Turns turns,
      Server noop,
      Load nothing,
      Server cairn,
      List<Case> cases,
      int connections,
      Map<String, Figures> lines)
      throws IOException, InterruptedException {
    Figures idle = line(lines, nothing.asksForHeads() ? "no-op, HEAD" : "no-op");
    Turns.Cost before = turns.turn(noop, nothing, connections, SECONDS);
    before.addTo(idle);
    for (Case each : cases) {
      Turns.Cost cost = turns.turn(cairn, each.load(), connections, SECONDS);
      Turns.Cost after = turns.turn(noop, nothing, connections, SECONDS);
      Figures own = line(lines, each.title());
      cost.addTo(own);
      own.add(RATIO, 2 * cost.cpuMicrosEach() / (before.cpuMicrosEach() + after.cpuMicrosEach()));
      after.addTo(idle);
      before = after;
    }
  }

  private static Figures line(Map<String, Figures> lines, String title) {
    return lines.computeIfAbsent(title, any -> new Figures());
  }
}
