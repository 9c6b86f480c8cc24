package dev.cairn.transaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether the history of each key by itself is linearisable: whether its steps, each at one
 * moment between its request and its answer, are those of a single register. Looks for such an
 * order by trying (as Wing and Gong did, with the states that led nowhere remembered as Lowe has
 * it), and asks for no revision, so it trusts nothing that the service says of the order.
 */
final class Linearizability {

  private final String key;
  private final List<Recorded> steps;
  private final Set<State> deadEnds = new HashSet<>();

  private Linearizability(String key, List<Recorded> steps) {
    if (steps.size() > Long.SIZE) {
      throw new IllegalArgumentException("more steps than bits");
    }
    this.key = key;
    this.steps = steps;
  }

  /**
   * @param done a bit for each step that has had its moment
   * @param value of the register
   */
  private record State(long done, long value) {}

  /** What is wrong with the history, or null. */
  static @Nullable String problem(List<Recorded> history) {
    Set<String> keys = new TreeSet<>();
    history.forEach(step -> keys.addAll(step.reads().keySet()));
    history.forEach(step -> keys.addAll(step.writes().keySet()));
    for (String key : keys) {
      List<Recorded> ofKey = new ArrayList<>();
      for (Recorded step : history) {
        if (step.reads().containsKey(key) || step.writes().containsKey(key)) {
          ofKey.add(step);
        }
      }
      if (!new Linearizability(key, ofKey).holds(new State(0, 0))) {
        return "key " + key + " is no register: " + ofKey;
      }
    }
    return null;
  }

  private boolean holds(State state) {
    if (Long.bitCount(state.done()) == steps.size()) {
      return true;
    }
    if (deadEnds.contains(state)) {
      return false;
    }
    long firstAnswer = Long.MAX_VALUE;
    for (int i = 0; i < steps.size(); i++) {
      if ((state.done() & (1L << i)) == 0) {
        firstAnswer = Math.min(firstAnswer, steps.get(i).answered());
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      Recorded step = steps.get(i);
      boolean open = (state.done() & (1L << i)) == 0 && step.invoked() <= firstAnswer;
      Long found = step.reads().get(key);
      if (open && (found == null || found == state.value())) {
        Long left = step.writes().get(key);
        if (holds(new State(state.done() | (1L << i), left == null ? state.value() : left))) {
          return true;
        }
      }
    }
    deadEnds.add(state);
    return false;
  }
}
