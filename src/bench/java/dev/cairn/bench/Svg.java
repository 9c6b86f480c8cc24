package dev.cairn.bench;

import java.util.Locale;

/**
 * A drawing in SVG that is put together by hand. It has a ground of its own and follows the
 * reader's choice of light or dark; the colours of what is drawn can be told apart on either. One
 * thread.
 */
final class Svg {

  /** Colours that there are for series; later ones begin again. */
  static final int COLOURS = 6;

  /** Pixels that a character of a label takes, roughly. */
  private static final double CHARACTER = 6.6;

  private static final String STYLE =
      """
      <style>
      text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;
      fill:#24292f;stroke:#fff;stroke-width:3px;paint-order:stroke}
      .title{font-size:15px;font-weight:600}.quiet{fill:#57606a}.ground{fill:#fff}
      .grid{stroke:#d8dee4}.axis{stroke:#8c959f}
      .limit{stroke:#c94f4f;stroke-width:2;stroke-dasharray:5 3}
      polyline{fill:none;stroke-width:2}
      .f0{fill:#3b7dd8}.f1{fill:#d9822b}.f2{fill:#2f9e6e}
      .f3{fill:#b0569b}.f4{fill:#8a8f98}.f5{fill:#c94f4f}
      .l0{stroke:#3b7dd8}.l1{stroke:#d9822b}.l2{stroke:#2f9e6e}
      .l3{stroke:#b0569b}.l4{stroke:#8a8f98}.l5{stroke:#c94f4f}
      @media(prefers-color-scheme:dark){
      text{fill:#e6edf3;stroke:#0d1117}.quiet{fill:#9198a1}.ground{fill:#0d1117}
      .grid{stroke:#2a313c}.axis{stroke:#656c76}}
      </style>
      """;

  private final StringBuilder body = new StringBuilder();

  void text(double x, double y, String anchor, String style, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            style,
            escaped(text)));
  }

  /** Text that is read from below upwards. */
  void upright(double x, double y, String text) {
    body.append(
        String.format(
            Locale.ROOT,
            "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\""
                + " class=\"quiet\">%s</text>%n",
            x,
            y,
            escaped(text)));
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    body.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>%n",
            x1,
            y1,
            x2,
            y2,
            style));
  }

  void rectangle(double x, double y, double width, double height, String style) {
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>%n",
            x,
            y,
            width,
            height,
            style));
  }

  void dot(double x, double y, String style) {
    body.append(
        String.format(
            Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" class=\"%s\"/>%n", x, y, style));
  }

  /**
   * A line through points.
   *
   * @param points as SVG has them: {@code x,y x,y}
   */
  void through(String points, String style) {
    body.append("<polyline points=\"").append(points).append("\" class=\"").append(style);
    body.append("\"/>\n");
  }

  /** A coloured square with its name; returns where the next one may stand. */
  double legend(double x, double y, int colour, String name) {
    rectangle(x, y - 9, 10, 10, fill(colour));
    text(x + 15, y, "start", "", name);
    return x + 35 + name.length() * CHARACTER;
  }

  static String fill(int colour) {
    return "f" + colour % COLOURS;
  }

  static String stroke(int colour) {
    return "l" + colour % COLOURS;
  }

  /** The whole drawing. */
  String document(int width, int height, String title) {
    return String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " role=\"img\" aria-label=\"%s\">%n%s<rect width=\"100%%\" height=\"100%%\""
            + " class=\"ground\"/>%n<text x=\"16\" y=\"26\" class=\"title\">%s</text>%n%s</svg>%n",
        width,
        height,
        width,
        height,
        escaped(title),
        STYLE,
        escaped(title),
        body);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
