package dev.cairn.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects what was measured; prints it as tables and writes it as JSON. One thread. */
final class Report {

  private final Map<String, String> machine;
  private final Map<String, List<Row>> tables = new LinkedHashMap<>();
  private final Map<Bar, Double> bars = new EnumMap<>(Bar.class);

  Report(Map<String, String> machine) {
    this.machine = machine;
  }

  /**
   * One line of a table.
   *
   * @param figures by name, with the unit in the name
   */
  record Row(String name, Map<String, Double> figures) {}

  void add(String table, String row, Map<String, Double> figures) {
    tables.computeIfAbsent(table, name -> new ArrayList<>()).add(new Row(row, figures));
  }

  void measured(Bar bar, double ratio) {
    bars.put(bar, ratio);
  }

  /** Whether every bar that was measured holds. */
  boolean allHold() {
    return bars.entrySet().stream().allMatch(bar -> bar.getKey().holds(bar.getValue()));
  }

  void print(PrintStream out) {
    machine.forEach((name, value) -> out.println(name + ": " + value));
    tables.forEach(
        (title, rows) -> {
          out.println("\n### " + title + "\n");
          printTable(out, rows);
        });
    out.println("\n### Bars\n\n| what | bar | measured | |\n| --- | --- | --- | --- |");
    bars.forEach(
        (bar, ratio) ->
            out.printf(
                Locale.ROOT,
                "| %s | %s | %.2f | %s |%n",
                bar.text(),
                bar.limit(),
                ratio,
                bar.holds(ratio) ? "holds" : "**missed**"));
  }

  private static void printTable(PrintStream out, List<Row> rows) {
    List<String> columns =
        rows.stream().flatMap(row -> row.figures().keySet().stream()).distinct().toList();
    out.println("| | " + String.join(" | ", columns) + " |");
    out.println("| --- |" + " --- |".repeat(columns.size()));
    for (Row row : rows) {
      StringBuilder line = new StringBuilder("| ").append(row.name()).append(" |");
      for (String column : columns) {
        Double figure = row.figures().get(column);
        line.append(' ').append(figure == null ? "" : text(figure)).append(" |");
      }
      out.println(line);
    }
  }

  private static String text(double figure) {
    return String.format(Locale.ROOT, Math.abs(figure) >= 100 ? "%,.0f" : "%.2f", figure);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Map<String, Object> judged = new LinkedHashMap<>();
    bars.forEach(
        (bar, ratio) ->
            judged.put(
                bar.name(),
                Map.of("bar", bar.limit(), "measured", ratio, "holds", bar.holds(ratio))));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("tables", tables);
    all.put("bars", judged);
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
  }
}
