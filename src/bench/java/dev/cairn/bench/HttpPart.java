package dev.cairn.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What requests cost the server, against a request that does nothing. Each turn of an operation
 * stands between two turns of the no-op, and its ratio is to their mean.
 */
final class HttpPart implements Part {

  private static final String RATIO = "against the no-op";
  private static final int ENTRIES = 10_000;

  /** In each shard but the first. */
  private static final int FEW = 1000;

  private static final int MANY = 20;
  private static final int BUSY = 64;

  /** Bytes that an answer without a body has at least. */
  private static final int BARE = 40;

  /** Beyond it, requests that wait unanswered at the end of a turn would distort slow ones. */
  private static final int MOST_FOR_PAGES = 64;

  private static final int MOST_WARMING = 15;

  private static final Wrk.Load NOOP = new Wrk.Load("noop", "-", 1, 1, 1024);

  /**
   * A line of the report.
   *
   * @param bar what it is held to at {@link #BUSY} connections, if anything
   */
  private record Case(String title, Wrk.Load load, int mostConnections, @Nullable Bar bar) {}

  private static final List<Case> CASES =
      List.of(
          new Case("GET", new Wrk.Load("get", "n", 1, ENTRIES, 1024), 256, Bar.HTTP_GET),
          new Case("GET answered 304", new Wrk.Load("same", "n", 1, ENTRIES, BARE), 256, null),
          new Case(
              "PUT, normal, 1 shard",
              new Wrk.Load("put", "n", 1, ENTRIES, BARE),
              256,
              Bar.HTTP_PUT),
          new Case("PUT, normal, 20 shards", new Wrk.Load("put", "m", MANY, FEW, BARE), 256, null),
          new Case(
              "PUT, full, 20 shards",
              new Wrk.Load("put", "f", MANY, FEW, BARE),
              256,
              Bar.HTTP_PUT_FULL),
          new Case(
              "batch of 100 puts",
              new Wrk.Load("batch", "n", 1, ENTRIES, 2000),
              MOST_FOR_PAGES,
              null),
          new Case(
              "list of 100",
              new Wrk.Load("list", "n", 1, ENTRIES, 100 * 1024),
              MOST_FOR_PAGES,
              Bar.HTTP_LIST),
          new Case(
              "query for 100 of 1,000, no index",
              new Wrk.Load("query", "q", 1, FEW, 100 * 1024),
              MOST_FOR_PAGES,
              null));

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Wrk wrk = new Wrk(plan.home());
    try (Server noop = Server.noop(plan);
        Server cairn = Server.cairn(plan, plan.work().resolve("http-data"))) {
      fill(cairn);
      warm(plan, wrk, noop, NOOP);
      for (Case each : CASES) {
        warm(plan, wrk, cairn, each.load());
      }
      for (int connections : plan.quick() ? new int[] {BUSY} : new int[] {1, 8, BUSY, 256}) {
        measure(plan, report, wrk, noop, cairn, connections);
      }
    }
  }

  private static void fill(Server cairn) throws IOException, InterruptedException {
    Filling.shard(cairn, "n0", "normal", ENTRIES);
    for (int shard = 0; shard < MANY; shard++) {
      Filling.shard(cairn, "m" + shard, "normal", FEW);
      Filling.shard(cairn, "f" + shard, "full", FEW);
    }
    Filling.shard(cairn, "q0", "normal", FEW);
  }

  /** Until the cost no longer falls: the compiler has seen it, and the caches are full. */
  private static void warm(Plan plan, Wrk wrk, Server server, Wrk.Load load)
      throws IOException, InterruptedException {
    double before = Double.MAX_VALUE;
    for (int turn = 0; turn < MOST_WARMING; turn++) {
      double now = wrk.run(server, load, BUSY, plan.seconds()).cpuMicros();
      if (now > before * 0.92) {
        return;
      }
      before = now;
    }
  }

  private static void measure(
      Plan plan, Report report, Wrk wrk, Server noop, Server cairn, int connections)
      throws IOException, InterruptedException {
    Map<Case, Figures> figures = new LinkedHashMap<>();
    Figures nothing = new Figures();
    for (int round = 0; round < plan.rounds(); round++) {
      Wrk.Cost before = wrk.run(noop, NOOP, connections, plan.seconds());
      add(nothing, before);
      for (Case each : CASES) {
        if (connections <= each.mostConnections()) {
          Wrk.Cost cost = checked(plan, wrk, cairn, each.load(), connections);
          Wrk.Cost after = wrk.run(noop, NOOP, connections, plan.seconds());
          Figures own = figures.computeIfAbsent(each, any -> new Figures());
          add(own, cost);
          own.add(RATIO, 2 * cost.cpuMicros() / (before.cpuMicros() + after.cpuMicros()));
          add(nothing, after);
          before = after;
        }
      }
    }
    String table = "HTTP, " + connections + (connections == 1 ? " connection" : " connections");
    report.add(table, "no-op", nothing.medians());
    figures.forEach(
        (each, own) -> {
          report.add(table, each.title(), own.medians());
          if (each.bar() != null && connections == BUSY) {
            report.measured(each.bar(), own.median(RATIO));
          }
        });
  }

  /** Runs a load and has the shards confirm what was written. */
  private static Wrk.Cost checked(Plan plan, Wrk wrk, Server cairn, Wrk.Load load, int connections)
      throws IOException, InterruptedException {
    long before = revisions(cairn, load);
    Wrk.Cost cost = wrk.run(cairn, load, connections, plan.seconds());
    long written = revisions(cairn, load) - before;
    boolean writes = load.operation().equals("put") || load.operation().equals("batch");
    long unanswered = written - cost.requests();
    if (writes ? unanswered < 0 || unanswered > connections : written != 0) {
      throw new IllegalStateException(
          written + " revisions were taken by " + cost.requests() + " requests of " + load);
    }
    return cost;
  }

  private static long revisions(Server cairn, Wrk.Load load)
      throws IOException, InterruptedException {
    long total = 0;
    for (int shard = 0; shard < load.shards(); shard++) {
      String status = cairn.require("GET", "/v1/shards/" + load.shardPrefix() + shard, "");
      total += new ObjectMapper().readTree(status).get("revision").asLong();
    }
    return total;
  }

  private static void add(Figures figures, Wrk.Cost cost) {
    figures.add("server CPU µs", cost.cpuMicros());
    figures.add("requests/s", cost.requestsPerSecond());
    figures.add("p50 ms", cost.p50Millis());
    figures.add("p99 ms", cost.p99Millis());
  }
}
