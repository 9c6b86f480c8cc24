package dev.cairn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Horizontal bars below their names, a few for each name. Used once.
 *
 * @see Plots
 */
final class BarChart {

  private static final int WIDTH = 860;
  private static final int LEFT = 16;

  /** Leaves room for the figure at the end of a bar. */
  private static final int RIGHT = 150;

  private static final int TOP = 66;
  private static final int BAR = 13;
  private static final int NAME = 17;
  private static final int GAP = 9;
  private static final int FOOT = 44;

  private final String title;
  private final String unit;
  private final boolean logarithmic;
  private final List<String> series;
  private final List<Item> items = new ArrayList<>();
  private double limit = Double.NaN;

  private record Item(String name, Map<String, Double> values, String text) {}

  /**
   * @param unit what the axis tells, with its unit
   * @param series names of the bars that each item has, which are the keys of its values
   */
  BarChart(String title, String unit, boolean logarithmic, List<String> series) {
    this.title = title;
    this.unit = unit;
    this.logarithmic = logarithmic;
    this.series = series;
  }

  /** Adds a name with its bars; those without a value are left out. */
  void add(String name, Map<String, Double> values) {
    add(name, values, "");
  }

  /**
   * Adds a name with one bar.
   *
   * @param text stands at the end of its bar instead of its figure
   */
  void add(String name, Map<String, Double> values, String text) {
    items.add(new Item(name, values, text));
  }

  /** Draws a line that no bar should cross. */
  void limit(double value) {
    limit = value;
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  /** The drawing. */
  String draw() {
    Svg svg = new Svg();
    int bottom = TOP + items.stream().mapToInt(this::height).sum();
    Axis axis = axis();
    for (double tick : axis.ticks()) {
      svg.line(axis.at(tick), TOP - 6, axis.at(tick), bottom, "grid");
      svg.text(axis.at(tick), bottom + 16, "middle", "quiet", Axis.label(tick));
    }
    if (!Double.isNaN(limit)) {
      svg.line(axis.at(limit), TOP - 6, axis.at(limit), bottom, "limit");
      svg.text(axis.at(limit), TOP - 10, "middle", "quiet", "limit");
    }
    svg.line(LEFT, TOP - 6, LEFT, bottom, "axis");
    svg.text((axis.from() + axis.to()) / 2, bottom + 34, "middle", "quiet", axis.title());
    double x = LEFT;
    if (series.size() > 1) {
      for (int i = 0; i < series.size(); i++) {
        x = svg.legend(x, 48, i, series.get(i));
      }
    }
    int y = TOP;
    for (Item item : items) {
      drawItem(svg, axis, item, y);
      y += height(item);
    }
    return svg.document(WIDTH, bottom + FOOT, title);
  }

  private int height(Item item) {
    return NAME + BAR * item.values().size() + GAP;
  }

  private Axis axis() {
    double[] values =
        items.stream()
            .flatMap(item -> item.values().values().stream())
            .mapToDouble(Double::doubleValue)
            .filter(value -> value > 0)
            .sorted()
            .toArray();
    double greatest = values.length == 0 ? 1 : values[values.length - 1];
    if (logarithmic && values.length > 0) {
      return Axis.logarithmic(unit, values[0] * 0.9, greatest, LEFT, WIDTH - RIGHT);
    }
    return Axis.linear(
        unit, Double.isNaN(limit) ? greatest : Math.max(greatest, limit), LEFT, WIDTH - RIGHT);
  }

  private void drawItem(Svg svg, Axis axis, Item item, int top) {
    svg.text(LEFT + 6, top + 12, "start", "", item.name());
    int y = top + NAME;
    for (int i = 0; i < series.size(); i++) {
      Double value = item.values().get(series.get(i));
      if (value == null) {
        continue;
      }
      double end = axis.at(value);
      int colour = !Double.isNaN(limit) && value > limit ? Svg.COLOURS - 1 : i;
      svg.rectangle(LEFT, y, Math.max(1, end - LEFT), BAR - 2, Svg.fill(colour));
      String text = item.text().isEmpty() ? Report.text(value) : item.text();
      svg.text(end + 6, y + BAR - 3, "start", "quiet", text);
      y += BAR;
    }
  }
}
