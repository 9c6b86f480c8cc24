package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws what a report has: each plot of the tables and series that are there. One thread. */
final class Plots {

  private static final Pattern SCALED = Pattern.compile("(\\d+) shards?, (\\d+ clients?)");

  private final Report report;
  private final Path directory;

  private Plots(Report report, Path directory) {
    this.report = report;
    this.directory = directory;
  }

  /** Writes the plots as SVG files; nothing is written of what was not measured. */
  static void draw(Report report, Path directory) throws IOException {
    Files.createDirectories(directory);
    Plots plots = new Plots(report, directory);
    drawBars(report.bars(), directory);
    plots.costs();
    plots.scaling();
    plots.columns(
        "tenants.svg",
        "Latency by tenants",
        "ms",
        List.of("Tenants, ", "First GET"),
        "p50 ms",
        "p99 ms");
    plots.columns(
        "neighbour.svg",
        "Latency of a quiet shard, alone and beside a loud one",
        "ms",
        List.of("A quiet shard"),
        "GET p50 ms",
        "GET p99 ms",
        "PUT p50 ms",
        "PUT p99 ms");
    plots.columns(
        "memory.svg",
        "Memory of a node with one shard by flags of its Java machine",
        "MiB",
        List.of("Start of a node"),
        "RSS started MiB",
        "RSS loaded MiB",
        "RSS peak MiB");
    plots.soak("soak.svg", "Memory while a mixed load runs", "RSS, MiB", "RSS MiB");
    plots.soak(
        "soak-counts.svg",
        "What a node has open while a mixed load runs",
        "number",
        "descriptors",
        "threads",
        "open shards");
  }

  private void write(String file, String svg) throws IOException {
    Files.writeString(directory.resolve(file), svg);
  }

  /** Each bar as a part of its limit, so that ratios of all kinds stand beside one another. */
  static void drawBars(Map<Bar, Double> bars, Path directory) throws IOException {
    String used = "of the limit";
    BarChart chart =
        new BarChart(
            "What the project holds itself to",
            "measured, as a part of what is allowed; shorter is better",
            false,
            List.of(used));
    chart.limit(1);
    bars.forEach(
        (bar, ratio) ->
            chart.add(
                bar.text(),
                Map.of(used, bar.used(ratio)),
                Report.text(ratio) + ", bar " + bar.limit()));
    if (!chart.isEmpty()) {
      Files.writeString(directory.resolve("bars.svg"), chart.draw());
    }
  }

  /** Processor time of every kind of request, with each number of connections. */
  private void costs() throws IOException {
    Map<String, Map<String, Double>> items = new LinkedHashMap<>();
    List<String> series = new ArrayList<>();
    report
        .tables()
        .forEach(
            (title, rows) -> {
              if (title.startsWith("HTTP, ")
                  && rows.stream().anyMatch(row -> row.figures().containsKey(Turns.CPU_EACH))) {
                String connections = title.substring("HTTP, ".length());
                series.add(connections);
                for (Report.Row row : rows) {
                  Double cost = row.figures().get(Turns.CPU_EACH);
                  if (cost != null) {
                    items
                        .computeIfAbsent(row.name(), any -> new LinkedHashMap<>())
                        .put(connections, cost);
                  }
                }
              }
            });
    BarChart chart = new BarChart("Processor time of a request", "µs of server CPU", true, series);
    items.forEach(chart::add);
    if (!chart.isEmpty()) {
      write("requests.svg", chart.draw());
    }
  }

  private void scaling() throws IOException {
    Map<String, List<LineChart.Point>> lines = new LinkedHashMap<>();
    report
        .tables()
        .forEach(
            (title, rows) -> {
              if (title.startsWith("Writes in process, ")) {
                String durability = title.split(", ", -1)[1];
                rows.forEach(row -> addScaled(lines, durability, row));
              }
            });
    LineChart chart =
        new LineChart("Writes in process by shards, 1 KB", "shards", "writes/s", true);
    lines.forEach(
        (name, points) -> {
          points.sort(Comparator.comparingDouble(LineChart.Point::x));
          chart.add(name, points);
        });
    if (!chart.isEmpty()) {
      write("scaling.svg", chart.draw());
    }
  }

  private static void addScaled(
      Map<String, List<LineChart.Point>> lines, String durability, Report.Row row) {
    Matcher scaled = SCALED.matcher(row.name());
    Double perSecond = row.figures().get("grouped/s");
    if (scaled.matches() && perSecond != null) {
      lines
          .computeIfAbsent(durability + ", " + scaled.group(2), any -> new ArrayList<>())
          .add(new LineChart.Point(Double.parseDouble(scaled.group(1)), perSecond));
    }
  }

  /** Some columns of all tables whose titles begin so. */
  private void columns(
      String file, String title, String unit, List<String> tables, String... columns)
      throws IOException {
    BarChart chart = new BarChart(title, unit, unit.equals("ms"), List.of(columns));
    report
        .tables()
        .forEach(
            (name, rows) -> {
              if (tables.stream().anyMatch(name::startsWith)) {
                rows.forEach(row -> chart.add(row.name(), known(row, columns)));
              }
            });
    if (!chart.isEmpty()) {
      write(file, chart.draw());
    }
  }

  private static Map<String, Double> known(Report.Row row, String... columns) {
    Map<String, Double> known = new LinkedHashMap<>();
    for (String column : columns) {
      Double figure = row.figures().get(column);
      if (figure != null) {
        known.put(column, figure);
      }
    }
    return known;
  }

  private void soak(String file, String title, String up, String... figures) throws IOException {
    List<Report.Point> points = report.series().getOrDefault(SoakPart.SERIES, List.of());
    if (points.isEmpty()) {
      return;
    }
    LineChart chart = new LineChart(title, "seconds", up, false);
    for (String figure : figures) {
      chart.add(
          figure,
          points.stream()
              .map(p -> new LineChart.Point(p.second(), p.figures().getOrDefault(figure, 0.0)))
              .toList());
    }
    write(file, chart.draw());
  }
}
