package dev.cairn.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * GETs one at a time over one connection: of shards that are closed, which are then opened at the
 * price of closing another, and of one that is open.
 */
final class ColdOpens {

  /** Counts the shards that a node has opened. */
  static final String OPENS = "cairn_shards_opens_total";

  /** GETs of each kind. */
  private static final int ASKED = 4000;

  private ColdOpens() {}

  /**
   * Measures and reports.
   *
   * @param node over {@link TenantShards#all}, where as many shards are open as may be, and those
   *     of the greatest numbers are not
   * @param places how many shards of the node may be open
   * @throws IllegalStateException if one of the shards was open after all
   */
  static void measure(Plan plan, Report report, Node node, int places)
      throws IOException, InterruptedException {
    int shards = TenantShards.count(plan);
    Samples warm = new Samples();
    Samples cold = new Samples();
    open(node, places);
    try (ClientConnection connection = new ClientConnection(node.server().port())) {
      byte[] known = get(0);
      connection.time(known);
      for (int i = 0; i < ASKED; i++) {
        warm.add(connection.time(known) / 1e6);
      }
      double before = node.metric(OPENS);
      for (int i = 1; i <= ASKED; i++) {
        cold.add(connection.time(get(shards - i)) / 1e6);
      }
      double opened = node.metric(OPENS) - before;
      if (opened != ASKED) {
        throw new IllegalStateException(opened + " shards were opened by " + ASKED + " requests");
      }
    }
    String table = "First GET of a shard, one at a time";
    report.add(table, "GET of an open shard, one at a time", figures(warm));
    report.add(table, "GET of a closed shard, one at a time", figures(cold));
  }

  /** Has the shards of the least numbers open. */
  static void open(Node node, int shards) throws IOException {
    try (ClientConnection connection = new ClientConnection(node.server().port())) {
      for (int shard = 0; shard < shards; shard++) {
        connection.time(get(shard));
      }
    }
  }

  private static byte[] get(int shard) {
    return ClientConnection.get(
        "/v1/shards/" + TenantShards.PREFIX + shard + "/namespaces/default/entries/k00000");
  }

  private static Map<String, Double> figures(Samples millis) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("p50 ms", millis.median());
    figures.put("p99 ms", millis.percentile(99));
    return figures;
  }
}
