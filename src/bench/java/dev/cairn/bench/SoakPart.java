package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Whether anything grows: every kind of request for a long time over more shards than may be open,
 * while others are made and deleted, and what the process has is noted every few seconds.
 */
final class SoakPart implements Part {

  /** The series that it reports. */
  static final String SERIES = "soak";

  /** Figure of the series and the table. */
  static final String RESIDENT = "RSS MiB";

  /** More than may be open, so that opening and closing goes on. */
  private static final int SHARDS = 600;

  private static final int ENTRIES = 100;
  private static final int CONNECTIONS = 16;
  private static final int APART_SECONDS = 2;
  private static final int QUARTERS = 4;
  private static final String LIVE = "Soak, what is left in the heap after a full collection";
  private static final String HEAP = "live heap MiB";
  private static final String DESCRIPTORS = "descriptors";
  private static final String THREADS = "threads";

  /** Without a bound a collector takes ever more memory before it collects. */
  private static final String BOUND = "-Xmx256m";

  private static final Load MIXED =
      new Load(Load.Operation.MIXED, TenantShards.PREFIX, SHARDS, ENTRIES).spread(Load.Spread.ZIPF);

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Path data = plan.work().resolve("soak-data");
    TenantShards.make(data, SHARDS, ENTRIES);
    int seconds = plan.quick() ? 120 : 600;
    Turns turns = new Turns(plan);
    try (Node node = Node.launch(plan, data, options(plan));
        ExecutorService clients = Executors.newFixedThreadPool(2)) {
      node.awaitReady();
      turns.turn(node.server(), MIXED, CONNECTIONS, plan.quick() ? 30 : 90);
      double liveBefore = node.liveHeapMib();
      double opens = node.metric(ColdOpens.OPENS);
      Comings comings = new Comings(node.server());
      Future<Integer> made = clients.submit(comings);
      Future<Turns.Cost> load =
          clients.submit(() -> turns.turn(node.server(), MIXED, CONNECTIONS, seconds));
      List<Report.Point> points;
      try {
        points = watch(node, load);
      } finally {
        comings.end();
      }
      reportLoad(report, load.get(), made.get(), node.metric(ColdOpens.OPENS) - opens);
      reportQuarters(report, points);
      report.add(LIVE, "before", Map.of(HEAP, liveBefore));
      report.add(LIVE, "after", Map.of(HEAP, node.liveHeapMib()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the load failed", e);
    }
  }

  /** The bound stands first: one among the options that users have counts instead. */
  private static List<String> options(Plan plan) {
    return Stream.concat(Stream.of(BOUND), Server.shippedOptions(plan).stream()).toList();
  }

  private static List<Report.Point> watch(Node node, Future<?> load)
      throws IOException, InterruptedException {
    List<Report.Point> points = new ArrayList<>();
    long begun = System.nanoTime();
    while (!load.isDone()) {
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put(RESIDENT, node.residentMib());
      figures.put(DESCRIPTORS, node.descriptors());
      figures.put(THREADS, node.threads());
      figures.put("logs MiB", node.metric("cairn_wal_bytes") / (1 << 20));
      figures.put("open shards", node.metric("cairn_shards_open"));
      points.add(new Report.Point((System.nanoTime() - begun) / 1e9, figures));
      TimeUnit.SECONDS.sleep(APART_SECONDS);
    }
    return points;
  }

  private static void reportLoad(Report report, Turns.Cost cost, int made, double opens) {
    Figures figures = new Figures();
    figures.add("requests", (double) cost.answered().requests());
    cost.addTo(figures);
    figures.add("shards opened", opens);
    figures.add("shards made and deleted", (double) made);
    report.add(
        "Soak, mixed load with " + CONNECTIONS + " connections", "all of it", figures.medians());
  }

  private static void reportQuarters(Report report, List<Report.Point> points) {
    points.forEach(point -> report.point(SERIES, point.second(), point.figures()));
    List<Figures> quarters = new ArrayList<>();
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      Figures figures = new Figures();
      int from = quarter * points.size() / QUARTERS;
      int to = (quarter + 1) * points.size() / QUARTERS;
      for (Report.Point point : points.subList(from, to)) {
        point.figures().forEach(figures::add);
      }
      report.add("Soak, medians of its quarters", "quarter " + (quarter + 1), figures.medians());
      quarters.add(figures);
    }
    double growth = 0;
    for (String figure : List.of(RESIDENT, DESCRIPTORS, THREADS)) {
      growth = Math.max(growth, quarters.getLast().median(figure) / quarters.get(1).median(figure));
    }
    report.measured(Bar.SOAK, growth);
  }
}
