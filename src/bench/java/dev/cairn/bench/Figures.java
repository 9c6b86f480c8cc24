package dev.cairn.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** The samples of several figures, each with its name and unit. One thread. */
final class Figures {

  private final Map<String, Samples> samples = new LinkedHashMap<>();

  void add(String figure, double value) {
    samples.computeIfAbsent(figure, name -> new Samples()).add(value);
  }

  double median(String figure) {
    Samples found = samples.get(figure);
    if (found == null) {
      throw new IllegalArgumentException("nothing is known of " + figure);
    }
    return found.median();
  }

  double most(String figure) {
    Samples found = samples.get(figure);
    if (found == null) {
      throw new IllegalArgumentException("nothing is known of " + figure);
    }
    return found.most();
  }

  Map<String, Double> medians() {
    Map<String, Double> medians = new LinkedHashMap<>();
    samples.forEach((figure, values) -> medians.put(figure, values.median()));
    return medians;
  }
}
