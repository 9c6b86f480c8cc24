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
  private static final List<String> FLAGS = List.of("-Xmx256m");

  private static final Wrk.Load MIXED =
      new Wrk.Load("mixed@zipf", TenantShards.PREFIX, SHARDS, ENTRIES, 40);

  @Override
  public void run(Plan plan, Report report) throws IOException, InterruptedException {
    Path data = plan.work().resolve("soak-data");
    TenantShards.make(data, SHARDS, ENTRIES);
    int seconds = plan.quick() ? 120 : 600;
    Wrk wrk = new Wrk(plan.home());
    try (Node node = Node.launch(plan, data, FLAGS);
        ExecutorService clients = Executors.newFixedThreadPool(2)) {
      node.awaitReady();
      wrk.run(node.server(), MIXED, CONNECTIONS, plan.quick() ? 30 : 90);
      double liveBefore = node.liveHeapMib();
      double opens = node.metric(ColdOpens.OPENS);
      Comings comings = new Comings(node.server());
      Future<Integer> made = clients.submit(comings);
      Future<Wrk.Cost> load =
          clients.submit(() -> wrk.run(node.server(), MIXED, CONNECTIONS, seconds));
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

  private static void reportLoad(Report report, Wrk.Cost cost, int made, double opens) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("requests", (double) cost.requests());
    figures.put("requests/s", cost.requestsPerSecond());
    figures.put("server CPU µs", cost.cpuMicros());
    figures.put("p50 ms", cost.p50Millis());
    figures.put("p99 ms", cost.p99Millis());
    figures.put("shards opened", opens);
    figures.put("shards made and deleted", (double) made);
    report.add("Soak, mixed load with " + CONNECTIONS + " connections", "all of it", figures);
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
