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
import org.jspecify.annotations.Nullable;

/**
 * Collects what was measured, part by part; tells it as tables and writes it as JSON. One thread.
 */
final class Report {

  private final Map<String, String> machine;
  private final Map<String, Section> sections = new LinkedHashMap<>();
  private final Map<String, List<Point>> series = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private @Nullable Section begun;

  Report(Map<String, String> machine) {
    this.machine = machine;
  }

  /** What one part found. */
  private static final class Section {
    private final Map<String, List<Row>> tables = new LinkedHashMap<>();
    private final Map<String, List<String>> notes = new LinkedHashMap<>();
    private final Map<Bar, Double> bars = new EnumMap<>(Bar.class);
  }

  /**
   * One line of a table.
   *
   * @param figures by name, with the unit in the name
   */
  record Row(String name, Map<String, Double> figures) {}

  /**
   * What was seen at one time.
   *
   * @param second since the series began
   * @param figures by name, with the unit in the name
   */
  record Point(double second, Map<String, Double> figures) {}

  /** Begins a part; what is added from now on is of it. */
  void begin(String part) {
    begun = sections.computeIfAbsent(part, name -> new Section());
  }

  private Section current() {
    if (begun == null) {
      throw new IllegalStateException("no part has begun");
    }
    return begun;
  }

  void add(String table, String row, Map<String, Double> figures) {
    current().tables.computeIfAbsent(table, name -> new ArrayList<>()).add(new Row(row, figures));
  }

  /** Adds a line of text above a table. */
  void note(String table, String text) {
    current().notes.computeIfAbsent(table, name -> new ArrayList<>()).add(text);
  }

  /** Adds to a series, which is drawn and written as JSON but too long to print. */
  void point(String name, double second, Map<String, Double> figures) {
    series.computeIfAbsent(name, any -> new ArrayList<>()).add(new Point(second, figures));
  }

  void measured(Bar bar, double ratio) {
    current().bars.put(bar, ratio);
  }

  /** A part did not come to its end: what it has measured is printed, but documented nowhere. */
  void failed(String part, Exception why) {
    failures.put(part, why.toString());
  }

  /** Whether every part that began came to its end. */
  boolean isWhole() {
    return failures.isEmpty();
  }

  /** Everything measured that is held to something. */
  Map<Bar, Double> bars() {
    Map<Bar, Double> bars = new EnumMap<>(Bar.class);
    sections.values().forEach(section -> bars.putAll(section.bars));
    return bars;
  }

  /** The tables by their titles. */
  Map<String, List<Row>> tables() {
    Map<String, List<Row>> tables = new LinkedHashMap<>();
    sections.values().forEach(section -> tables.putAll(section.tables));
    return tables;
  }

  /** The series by their names. */
  Map<String, List<Point>> series() {
    return series;
  }

  /** Whether every bar that was measured holds. */
  boolean allHold() {
    return bars().entrySet().stream().allMatch(bar -> bar.getKey().holds(bar.getValue()));
  }

  void print(PrintStream out) {
    machine.forEach((name, value) -> out.println(name + ": " + value));
    StringBuilder text = new StringBuilder();
    sections.values().forEach(section -> appendTables(text, section));
    out.print(text);
    if (!bars().isEmpty()) {
      out.println("\n### Bars\n");
      StringBuilder judged = new StringBuilder();
      appendBars(judged, bars());
      out.print(judged);
    }
    failures.forEach((part, why) -> out.println("\nfailed: " + part + ": " + why));
  }

  /**
   * What each part found that came to its end, in Markdown, with the circumstances.
   *
   * @param command that yields such figures
   */
  Map<String, String> documents(String command) {
    Map<String, String> documents = new LinkedHashMap<>();
    sections.forEach(
        (part, section) -> {
          StringBuilder text = new StringBuilder("Taken with `").append(command).append("`: ");
          text.append(
              String.join(
                  ", ",
                  machine.entrySet().stream()
                      .map(known -> known.getKey() + " " + known.getValue())
                      .toList()));
          text.append(". Durability is `normal` unless the line says otherwise.\n");
          if (!section.bars.isEmpty()) {
            text.append('\n');
            appendBars(text, section.bars);
          }
          appendTables(text, section);
          documents.put(part, text.toString());
        });
    documents.keySet().removeAll(failures.keySet());
    return documents;
  }

  private static void appendBars(StringBuilder out, Map<Bar, Double> bars) {
    out.append("| what | bar | measured | |\n| --- | --- | --- | --- |\n");
    bars.forEach(
        (bar, ratio) ->
            out.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %s |%n",
                    bar.text(),
                    bar.limit(),
                    ratio,
                    bar.holds(ratio) ? "holds" : "**missed**")));
  }

  private static void appendTables(StringBuilder out, Section section) {
    section.tables.forEach(
        (title, rows) -> {
          out.append("\n### ").append(title).append("\n\n");
          List<String> notes = section.notes.getOrDefault(title, List.of());
          notes.forEach(note -> out.append(note).append("\n\n"));
          appendTable(out, rows);
        });
  }

  private static void appendTable(StringBuilder out, List<Row> rows) {
    List<String> columns =
        rows.stream().flatMap(row -> row.figures().keySet().stream()).distinct().toList();
    out.append("| | ").append(String.join(" | ", columns)).append(" |\n");
    out.append("| --- |").append(" --- |".repeat(columns.size())).append('\n');
    for (Row row : rows) {
      out.append("| ").append(row.name()).append(" |");
      for (String column : columns) {
        Double figure = row.figures().get(column);
        out.append(' ').append(figure == null ? "" : text(figure)).append(" |");
      }
      out.append('\n');
    }
  }

  /** A figure as people read it. */
  static String text(double figure) {
    return String.format(Locale.ROOT, Math.abs(figure) >= 100 ? "%,.0f" : "%.2f", figure);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Map<String, Object> judged = new LinkedHashMap<>();
    bars()
        .forEach(
            (bar, ratio) ->
                judged.put(
                    bar.name(),
                    Map.of("bar", bar.limit(), "measured", ratio, "holds", bar.holds(ratio))));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("tables", tables());
    all.put("series", series);
    all.put("bars", judged);
    all.put("failures", failures);
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
  }
}
