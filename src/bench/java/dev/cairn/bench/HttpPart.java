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

  /** Enough for requests that each keep a core busy for long. */
  private static final int FEW_CONNECTIONS = 8;

  /** Turns. */
  private static final int MOST_WARMING = 60;

  /** What may still go into compiling when things count as warm. */
  private static final double QUIET_COMPILER = 0.05;

  /** Requests that each connection has answered in a turn at least. */
  private static final int ANSWERED_EACH = 20;

  /** After a turn this long no longer one is tried. */
  private static final int MOST_SECONDS = 30;

  private static final Wrk.Load NOOP = new Wrk.Load("noop", "-", 0, 1, 1024);

  /**
   * A line of the report.
   *
   * @param most connections that it is measured with
   * @param bar what it is held to, if anything
   */
  private record Case(String title, Wrk.Load load, int most, @Nullable Bar bar) {

    /** How many connections its bar is about. */
    int judgedAt() {
      return Math.min(BUSY, most);
    }

    boolean isMeasuredWith(int connections, boolean quick) {
      return quick ? connections == judgedAt() : connections <= most;
    }
  }

  private static final Case NOOP_CASE = new Case("no-op", NOOP, 256, null);

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
              FEW_CONNECTIONS,
              null),
          new Case(
              "list of 100",
              new Wrk.Load("list", "n", 1, ENTRIES, 100 * 1024),
              FEW_CONNECTIONS,
              Bar.HTTP_LIST),
          new Case(
              "query for 100 of 1,000, no index",
              new Wrk.Load("query", "q", 1, FEW, 100 * 1024),
              FEW_CONNECTIONS,
              null));

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Wrk wrk = new Wrk(plan.home());
    try (Server noop = Server.noop(plan);
        Server cairn = Server.cairn(plan, plan.work().resolve("http-data"))) {
      fill(cairn);
      warm(plan, wrk, noop, NOOP_CASE);
      for (Case each : CASES) {
        warm(plan, wrk, cairn, each);
      }
      for (int connections :
          plan.quick()
              ? new int[] {FEW_CONNECTIONS, BUSY}
              : new int[] {1, FEW_CONNECTIONS, BUSY, 256}) {
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

  /** Until the compiler has seen it all; where processors are scarce, that takes its time. */
  private static void warm(Plan plan, Wrk wrk, Server server, Case each)
      throws IOException, InterruptedException {
    int cold = 0;
    while (turn(plan, wrk, server, each.load(), each.judgedAt()).compilerPart() > QUIET_COMPILER) {
      if (++cold == MOST_WARMING) {
        throw new IllegalStateException(each.title() + " is still being compiled");
      }
    }
  }

  private static void measure(
      Plan plan, Report report, Wrk wrk, Server noop, Server cairn, int connections)
      throws IOException, InterruptedException {
    Map<Case, Figures> figures = new LinkedHashMap<>();
    Figures nothing = new Figures();
    for (int round = 0; round < plan.rounds(); round++) {
      Wrk.Cost before = turn(plan, wrk, noop, NOOP, connections);
      add(nothing, before);
      for (Case each : CASES) {
        if (each.isMeasuredWith(connections, plan.quick())) {
          Wrk.Cost cost = turn(plan, wrk, cairn, each.load(), connections);
          Wrk.Cost after = turn(plan, wrk, noop, NOOP, connections);
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
          if (each.bar() != null && connections == each.judgedAt()) {
            report.measured(each.bar(), own.median(RATIO));
          }
        });
  }

  /**
   * Runs a load and has the shards confirm what was written. A turn that answers too little is made
   * again and twice as long, so that what is under way at its end does not matter.
   */
  private static Wrk.Cost turn(Plan plan, Wrk wrk, Server server, Wrk.Load load, int connections)
      throws IOException, InterruptedException {
    for (int seconds = plan.seconds(); ; seconds *= 2) {
      long before = revisions(server, load);
      Wrk.Cost cost = wrk.run(server, load, connections, seconds);
      confirm(load, connections, cost.requests(), revisions(server, load) - before);
      if (cost.requests() >= (long) ANSWERED_EACH * connections || seconds > MOST_SECONDS) {
        return cost;
      }
    }
  }

  /** What a turn leaves unanswered, one request a connection, may be written in the next one. */
  private static void confirm(Wrk.Load load, int connections, long answered, long written) {
    long unanswered = written - answered;
    if (load.writes() && (unanswered < 0 || unanswered > 2L * connections)) {
      throw new IllegalStateException(
          written + " revisions were taken by " + answered + " requests of " + load);
    }
  }

  /** The shards' revisions, added up, once they stand still. */
  private static long revisions(Server cairn, Wrk.Load load)
      throws IOException, InterruptedException {
    long total = -1;
    long before;
    do {
      before = total;
      total = 0;
      for (int shard = 0; shard < load.shards(); shard++) {
        String status = cairn.require("GET", "/v1/shards/" + load.shardPrefix() + shard, "");
        total += new ObjectMapper().readTree(status).get("revision").asLong();
      }
    } while (total != before);
    return total;
  }

  private static void add(Figures figures, Wrk.Cost cost) {
    figures.add("server CPU µs", cost.cpuMicros());
    figures.add("of it compiler", cost.compilerPart());
    figures.add("requests/s", cost.requestsPerSecond());
    figures.add("p50 ms", cost.p50Millis());
    figures.add("p99 ms", cost.p99Millis());
  }
}
