package dev.cairn.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Figures of the same thing from several turns. One thread. */
final class Samples {

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalStateException("a measurement yielded " + value);
    }
    values.add(value);
  }

  int size() {
    return values.size();
  }

  double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** What so many of a hundred samples do not exceed. */
  double percentile(int percent) {
    double[] sorted = sorted();
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
  }

  double least() {
    return sorted()[0];
  }

  double most() {
    double[] sorted = sorted();
    return sorted[sorted.length - 1];
  }

  private double[] sorted() {
    if (values.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
