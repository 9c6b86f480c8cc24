package dev.cairn.bench;

import java.io.IOException;
import java.util.List;

/**
 * What it costs to ask callers for keys: GETs of a service that asks nobody, then of the same
 * process once it asks, each with the same header, in turn with a request that does nothing. One
 * process is compared with itself since two that do the same differ by more than a look at a key.
 */
final class KeysPart implements Part {

  private static final int ENTRIES = 10_000;
  private static final int CONNECTIONS = 64;

  /** Processes, each compared with itself. */
  private static final int PROCESSES = 4;

  /** Of one turn: many short ones say more than few long ones. */
  private static final int SECONDS = 1;

  /** Before a process asks for keys, and again afterwards. */
  private static final int TURNS = 12;

  private static final int MOST_WARMING_SECONDS = 20;

  private static final String ADDED = "added, against the no-op";

  /** As long as a key. */
  private static final String NO_KEY = "cairn_abcdefghij_abcdefghijklmnopqrstuvwxyz2345abc";

  private static final Load GET = new Load(Load.Operation.GET, "n", 1, ENTRIES);

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Turns turns = new Turns(plan);
    Figures idle = new Figures();
    Figures without = new Figures();
    Figures with = new Figures();
    try (Server noop = Server.noop(plan)) {
      for (int process = 0; process < PROCESSES; process++) {
        try (Server server = Server.cairn(plan, plan.work().resolve("keys-" + process))) {
          Filling.shard(server, "n0", "normal", ENTRIES);
          server.present(NO_KEY);
          Figures open = measured(turns, noop, server, idle, without);
          server.closeWithKey();
          Figures closed = measured(turns, noop, server, idle, with);
          with.add(
              ADDED,
              (closed.median(Turns.CPU_EACH) - open.median(Turns.CPU_EACH))
                  / idle.median(Turns.CPU_EACH));
        }
      }
    }
    String table = "GET with and without a key, " + CONNECTIONS + " connections";
    report.add(table, "no-op", idle.medians());
    report.add(table, "GET, nobody is asked for a key", without.medians());
    report.add(table, "GET with a key", with.medians());
    report.measured(Bar.KEY, with.median(ADDED));
  }

  /** What GETs cost a process as it is now. */
  private static Figures measured(
      Turns turns, Server noop, Server server, Figures idle, Figures all)
      throws IOException, InterruptedException {
    turns.warmAtMost(
        MOST_WARMING_SECONDS,
        List.of(
            new Turns.Warming(noop, Load.NOTHING, CONNECTIONS),
            new Turns.Warming(server, GET, CONNECTIONS)));
    Figures own = new Figures();
    for (int turn = 0; turn < TURNS; turn++) {
      turns.turn(noop, Load.NOTHING, CONNECTIONS, SECONDS).addTo(idle);
      Turns.Cost cost = turns.turn(server, GET, CONNECTIONS, SECONDS);
      cost.addTo(own);
      cost.addTo(all);
    }
    return own;
  }
}
