package dev.cairn.bench;

import java.io.IOException;

/** Load before anything counts. */
final class Warming {

  /** What may still go into compiling when things count as warm. */
  private static final double QUIET_COMPILER = 0.05;

  private static final int MOST_TURNS = 8;

  private static final int MOST_QUICK_TURNS = 5;

  private Warming() {}

  /**
   * Runs a load until the server's compiler has gone quiet, or for so many turns: where processors
   * are scarce, it takes too long. What it compiles afterwards is in the figures.
   */
  static void warm(Plan plan, Wrk wrk, Server server, Wrk.Load load, int connections)
      throws IOException, InterruptedException {
    int most = plan.quick() ? MOST_QUICK_TURNS : MOST_TURNS;
    for (int turn = 0; turn < most; turn++) {
      Wrk.Cost cost = wrk.run(server, load, connections, plan.seconds());
      if (cost.compilerPart() <= QUIET_COMPILER) {
        return;
      }
    }
  }
}
