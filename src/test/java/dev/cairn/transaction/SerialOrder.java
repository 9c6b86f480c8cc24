package dev.cairn.transaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a history is strictly serialisable: whether there is one order of all its steps,
 * in which none comes before one that was answered before it was sent, and in which each finds what
 * the last one before it left.
 *
 * <p>A graph has an edge from each step to each that must come after it: because it overwrote it
 * (in the order of revisions), found what it wrote, overwrote what it found, or was sent after it
 * was answered. Such an order is there just if the graph has no circle. A lost update is one (each
 * of two overwrote what the other one found), and so is write skew.
 */
final class SerialOrder {

  private final List<Recorded> steps;
  private final Map<Recorded, Set<Integer>> after = new HashMap<>();

  private SerialOrder(List<Recorded> steps) {
    this.steps = steps;
  }

  /** What is wrong with the history, or null. */
  static @Nullable String problem(List<Recorded> steps) {
    return new SerialOrder(steps).problem();
  }

  private @Nullable String problem() {
    Set<Long> revisions = new HashSet<>();
    for (Recorded step : steps) {
      after.put(step, new TreeSet<>());
      if (step.revision() != null && !revisions.add(step.revision())) {
        return "revision " + step.revision() + " was taken twice";
      }
    }
    Set<String> keys = new TreeSet<>();
    steps.forEach(step -> keys.addAll(step.reads().keySet()));
    steps.forEach(step -> keys.addAll(step.writes().keySet()));
    for (String key : keys) {
      String problem = order(key);
      if (problem != null) {
        return problem;
      }
    }
    orderInTime();
    return circle();
  }

  /** Adds the edges of one key. */
  private @Nullable String order(String key) {
    List<Integer> writers = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).writes().containsKey(key)) {
        writers.add(i);
      }
    }
    writers.sort(
        Comparator.comparing(i -> Objects.requireNonNull(steps.get(i).revision(), "a revision")));
    Map<Long, Integer> places = new LinkedHashMap<>();
    places.put(0L, -1);
    for (int place = 0; place < writers.size(); place++) {
      places.put(steps.get(writers.get(place)).writes().get(key), place);
      if (place > 0) {
        edge(writers.get(place - 1), writers.get(place));
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      Long found = steps.get(i).reads().get(key);
      if (found != null) {
        Integer place = places.get(found);
        if (place == null) {
          return steps.get(i).name() + " found " + found + " in " + key + ", which nobody kept";
        }
        if (place >= 0) {
          edge(writers.get(place), i);
        }
        if (place + 1 < writers.size()) {
          edge(i, writers.get(place + 1));
        }
      }
    }
    return null;
  }

  private void orderInTime() {
    for (int i = 0; i < steps.size(); i++) {
      for (int j = 0; j < steps.size(); j++) {
        if (steps.get(i).answered() < steps.get(j).invoked()) {
          edge(i, j);
        }
      }
    }
  }

  private void edge(int from, int to) {
    if (from != to) {
      edges(from).add(to);
    }
  }

  private Set<Integer> edges(int from) {
    return Objects.requireNonNull(after.get(steps.get(from)), "edges");
  }

  private @Nullable String circle() {
    int[] colours = new int[steps.size()];
    for (int i = 0; i < steps.size(); i++) {
      List<String> path = new ArrayList<>();
      if (colours[i] == 0 && hasCircle(i, colours, path)) {
        return "no serial order, for each must come before the one to its right: " + path;
      }
    }
    return null;
  }

  private boolean hasCircle(int at, int[] colours, List<String> path) {
    colours[at] = 1;
    path.add(steps.get(at).name());
    for (int next : edges(at)) {
      if (colours[next] == 1) {
        path.add(steps.get(next).name());
        return true;
      }
      if (colours[next] == 0 && hasCircle(next, colours, path)) {
        return true;
      }
    }
    colours[at] = 2;
    path.removeLast();
    return false;
  }
}
