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

  double median() {
    double[] sorted = sorted();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
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
