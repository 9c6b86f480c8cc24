package dev.cairn.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over an axis, one for each series, from zero up. Used once. */
final class LineChart {

  private static final int WIDTH = 860;
  private static final int HEIGHT = 400;
  private static final int LEFT = 84;
  private static final int RIGHT = 24;
  private static final int TOP = 66;
  private static final int BOTTOM = 56;

  /** More points than these are too many for dots. */
  private static final int MOST_DOTS = 20;

  private final String title;
  private final String across;
  private final String up;
  private final boolean logarithmic;
  private final Map<String, List<Point>> series = new LinkedHashMap<>();

  /** A point of a line. */
  record Point(double x, double y) {}

  /**
   * @param across what the horizontal axis tells, with its unit
   * @param up what the vertical axis tells, with its unit
   * @param logarithmic whether the horizontal axis is
   */
  LineChart(String title, String across, String up, boolean logarithmic) {
    this.title = title;
    this.across = across;
    this.up = up;
    this.logarithmic = logarithmic;
  }

  /** Adds a line; its points are ordered from left to right. */
  void add(String name, List<Point> points) {
    series.put(name, points);
  }

  boolean isEmpty() {
    return series.isEmpty();
  }

  /** The drawing. */
  String draw() {
    Svg svg = new Svg();
    int bottom = HEIGHT - BOTTOM;
    Axis x = horizontal();
    Axis y = Axis.linear(up, greatest(false), bottom, TOP);
    for (double tick : y.ticks()) {
      svg.line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick), "grid");
      svg.text(LEFT - 8, y.at(tick) + 4, "end", "quiet", Axis.label(tick));
    }
    for (double tick : x.ticks()) {
      svg.line(x.at(tick), bottom, x.at(tick), bottom + 5, "axis");
      svg.text(x.at(tick), bottom + 19, "middle", "quiet", Axis.label(tick));
    }
    svg.line(LEFT, bottom, WIDTH - RIGHT, bottom, "axis");
    svg.text((LEFT + WIDTH - RIGHT) / 2.0, bottom + 40, "middle", "quiet", x.title());
    svg.upright(20, (TOP + bottom) / 2.0, y.title());
    int colour = 0;
    double legend = 16;
    for (Map.Entry<String, List<Point>> each : series.entrySet()) {
      drawLine(svg, x, y, each.getValue(), colour);
      legend = svg.legend(legend, 48, colour, each.getKey());
      colour++;
    }
    return svg.document(WIDTH, HEIGHT, title);
  }

  private Axis horizontal() {
    double most = greatest(true);
    if (logarithmic) {
      return new Axis(across + " (logarithmic)", 1, Math.max(10, most), true, LEFT, WIDTH - RIGHT);
    }
    return new Axis(across, 0, most, false, LEFT, WIDTH - RIGHT);
  }

  private double greatest(boolean horizontally) {
    return series.values().stream()
        .flatMap(List::stream)
        .mapToDouble(point -> horizontally ? point.x() : point.y())
        .max()
        .orElse(1);
  }

  private static void drawLine(Svg svg, Axis x, Axis y, List<Point> points, int colour) {
    StringBuilder through = new StringBuilder();
    for (Point point : points) {
      through.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.at(point.x()), y.at(point.y())));
      if (points.size() <= MOST_DOTS) {
        svg.dot(x.at(point.x()), y.at(point.y()), Svg.fill(colour));
      }
    }
    svg.through(through.toString().strip(), Svg.stroke(colour));
  }
}
