package dev.cairn.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What requests cost the server, against a request that does nothing, with several numbers of
 * connections.
 */
final class HttpPart implements Part {

  /** So many that one turn in which the compiler woke up again does not sway the median. */
  private static final int ROUNDS = 5;

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
        Server alike = Server.noopOnEpoll(plan);
        Server cairn = Server.cairn(plan, plan.work().resolve("http-data"))) {
      fill(plan, cairn);
      HttpTable.Servers servers = new HttpTable.Servers(cairn, noop, alike);
      turns.warm(warming(plan, servers));
      for (int connections : List.of(1, SOME, BUSY, CROWD)) {
        measure(plan, report, turns, servers, connections);
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

  /**
   * All loads, as bars or most lines are about them. Whatever a server has been asked for shapes
   * what is compiled, so all of it comes before anything counts.
   */
  private static List<Turns.Warming> warming(Plan plan, HttpTable.Servers servers) {
    List<Turns.Warming> all = new ArrayList<>();
    all.add(new Turns.Warming(servers.noop(), Load.NOTHING, BUSY));
    all.add(new Turns.Warming(servers.alike(), Load.NOTHING, BUSY));
    for (Case each : CASES) {
      if (each.isMeasuredWith(each.judgedAt(), plan.quick())) {
        all.add(new Turns.Warming(servers.cairn(), each.load(), each.judgedAt()));
      }
    }
    return all;
  }

  private static void measure(
      Plan plan, Report report, Turns turns, HttpTable.Servers servers, int connections)
      throws IOException, InterruptedException {
    List<Case> cases =
        CASES.stream().filter(each -> each.isMeasuredWith(connections, plan.quick())).toList();
    Map<String, Load> byTitle = new LinkedHashMap<>();
    cases.forEach(each -> byTitle.put(each.title(), each.load()));
    HttpTable table = new HttpTable(turns, servers, connections, byTitle, connections == BUSY);
    table.measure(ROUNDS);
    table.report(report);
    for (Case each : cases) {
      if (each.bar() != null && connections == each.judgedAt()) {
        report.measured(each.bar(), table.ratio(each.title()));
      }
    }
  }
}
