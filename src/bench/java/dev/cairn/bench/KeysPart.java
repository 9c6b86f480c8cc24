package dev.cairn.bench;

import java.io.IOException;
import java.util.List;

/**
 * What it costs to ask callers for keys: GETs of a service that asks nobody, in turn with those of
 * one alike that asks for a key, which each request brings, and with a request that does nothing.
 */
final class KeysPart implements Part {

  private static final int ENTRIES = 10_000;
  private static final int CONNECTIONS = 64;

  /** Of one turn: many short ones say more than few long ones. */
  private static final int SECONDS = 1;

  /** The difference of two that are almost alike needs many. */
  private static final int TURNS = 25;

  private static final Load GET = new Load(Load.Operation.GET, "n", 1, ENTRIES);

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Turns turns = new Turns(plan);
    try (Server noop = Server.noop(plan);
        Server open = Server.cairn(plan, plan.work().resolve("open-data"));
        Server closed = Server.cairn(plan, plan.work().resolve("closed-data"))) {
      closed.closeWithKey();
      Filling.shard(open, "n0", "normal", ENTRIES);
      Filling.shard(closed, "n0", "normal", ENTRIES);
      turns.warm(
          List.of(
              new Turns.Warming(noop, Load.NOTHING, CONNECTIONS),
              new Turns.Warming(open, GET, CONNECTIONS),
              new Turns.Warming(closed, GET, CONNECTIONS)));
      Figures idle = new Figures();
      Figures without = new Figures();
      Figures with = new Figures();
      for (int turn = 0; turn < TURNS; turn++) {
        double noopMicros = cost(turns, noop, Load.NOTHING, idle);
        double openMicros = cost(turns, open, GET, without);
        double closedMicros = cost(turns, closed, GET, with);
        with.add("added, against the no-op", (closedMicros - openMicros) / noopMicros);
      }
      String table = "GET with and without a key, " + CONNECTIONS + " connections";
      report.add(table, "no-op", idle.medians());
      report.add(table, "GET, nobody is asked for a key", without.medians());
      report.add(table, "GET with a key", with.medians());
      report.measured(Bar.KEY, with.median("added, against the no-op"));
    }
  }

  private static double cost(Turns turns, Server server, Load load, Figures own)
      throws IOException, InterruptedException {
    Turns.Cost cost = turns.turn(server, load, CONNECTIONS, SECONDS);
    cost.addTo(own);
    return cost.cpuMicrosEach();
  }
}
