package dev.cairn.bench;

import java.io.IOException;
import java.util.Map;

/**
 * How long the slowest of very many writers waits for its answer. Each turn ends in silence, in
 * which everything that was asked must be answered, so that nobody can wait unseen.
 */
final class WorstWrite {

  private static final String WORST = "worst of all turns, ms";
  private static final int CONNECTIONS = 500;

  /** The last of them are silent; {@code load.lua} knows how many. */
  private static final int SECONDS = 10;

  private WorstWrite() {}

  static void measure(Plan plan, Report report, Turns turns, Server cairn, Load... loads)
      throws IOException, InterruptedException {
    double worst = 0;
    for (Load load : loads) {
      Figures figures = new Figures();
      turns.turn(cairn, load, CONNECTIONS, SECONDS);
      for (int round = 0; round < (plan.quick() ? 1 : 3); round++) {
        LoadTool.Answered answered = turns.turn(cairn, load, CONNECTIONS, SECONDS).answered();
        figures.add("answered", (double) answered.requests());
        figures.add("of them 429 or 503", (double) answered.refused());
        figures.add("p50 ms", answered.p50Millis());
        figures.add("p99 ms", answered.p99Millis());
        figures.add(WORST, answered.worstMillis());
      }
      Map<String, Double> line = figures.medians();
      line.put(WORST, figures.most(WORST));
      worst = Math.max(worst, figures.most(WORST));
      report.add(
          "HTTP, " + CONNECTIONS + " connections, PUTs for a few seconds, normal",
          load.shards() == 1 ? "1 shard" : load.shards() + " shards",
          line);
    }
    report.measured(Bar.WORST_WRITE, worst / 1000);
  }
}
