package dev.cairn.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where values stand along a line of pixels.
 *
 * @param title what is measured, with its unit
 * @param least the value at {@code from}
 * @param most the value at {@code to}
 * @param logarithmic whether equal ratios take equal room
 */
record Axis(String title, double least, double most, boolean logarithmic, double from, double to) {

  private static final int TICKS = 6;

  /** An axis from zero to a little above the greatest value. */
  static Axis linear(String title, double greatest, double from, double to) {
    double step = step(Math.max(greatest, 1e-9));
    return new Axis(title, 0, step * Math.ceil(greatest * 1.02 / step), false, from, to);
  }

  /** An axis between the powers of ten, or their halves, around the values. */
  static Axis logarithmic(String title, double smallest, double greatest, double from, double to) {
    double least = Math.pow(10, Math.floor(Math.log10(Math.max(smallest, 1e-3))));
    double power = Math.pow(10, Math.ceil(Math.log10(greatest)));
    double most = greatest * 1.05 <= power / 2 ? power / 2 : power;
    return new Axis(title + " (logarithmic)", least, Math.max(most, 10 * least), true, from, to);
  }

  /** Where the value is; never beyond the ends. */
  double at(double value) {
    double inside = Math.min(most, Math.max(least, value));
    double part =
        logarithmic
            ? Math.log(inside / least) / Math.log(most / least)
            : (inside - least) / (most - least);
    return from + part * (to - from);
  }

  /** Values that are marked. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      boolean dense = most / least <= 1000;
      for (double power = least; power <= most * 1.001; power *= 10) {
        for (double factor : dense ? new double[] {1, 2, 5} : new double[] {1}) {
          if (power * factor <= most * 1.001) {
            ticks.add(power * factor);
          }
        }
      }
      return ticks;
    }
    double step = step(most);
    for (int i = 0; i * step <= most * 1.001; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static double step(double most) {
    double raw = most / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    for (double factor : new double[] {1, 2, 5}) {
      if (raw <= factor * power) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** A tick as people read it. */
  static String label(double value) {
    if (value >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("\\.?0+$", "");
  }
}
