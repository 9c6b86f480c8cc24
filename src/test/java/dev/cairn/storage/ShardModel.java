package dev.cairn.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a shard's default namespace must hold, as a plain map. Keys are ASCII, so that their order
 * is that of strings.
 */
public final class ShardModel {

  /** An entry: its version, its number and its metadata's number. */
  public record Row(long version, int number, @Nullable Integer mark) {

    public String value() {
      return "{\"n\":" + number + "}";
    }
  }

  /** A put, or a delete if there is no number. */
  public record Step(String key, @Nullable Integer number, Precondition precondition) {

    public Operation operation() {
      return number == null
          ? Units.deleteIf(precondition, key)
          : Units.putIf(precondition, key, new Row(0, number, null).value());
    }
  }

  private Map<String, Row> rows = new TreeMap<>();
  private long revision;

  /** The model of a new shard. */
  public ShardModel() {}

  /** A model that goes its own way from here on. */
  public ShardModel copy() {
    ShardModel copy = new ShardModel();
    copy.rows = new TreeMap<>(rows);
    copy.revision = revision;
    return copy;
  }

  public long revision() {
    return revision;
  }

  public @Nullable Row row(String key) {
    return rows.get(key);
  }

  public List<String> keys() {
    return List.copyOf(rows.keySet());
  }

  /** Keys whose number is below {@code bound}, the larger numbers first, ties by key. */
  public List<String> keysBelow(int bound) {
    return rows.entrySet().stream()
        .filter(row -> row.getValue().number() < bound)
        .sorted(
            Comparator.comparingInt((Map.Entry<String, Row> row) -> -row.getValue().number())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Carries out a batch.
   *
   * @return which steps were refused; for an atomic batch at most one, and then nothing was done
   */
  public List<Integer> batch(List<Step> steps, boolean atomic) {
    Map<String, Row> before = new TreeMap<>(rows);
    List<Integer> refused = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (!holds(step)) {
        refused.add(i);
        if (atomic) {
          rows = before;
          return refused;
        }
      } else if (step.number() == null) {
        changed |= rows.remove(step.key()) != null;
      } else {
        Row old = rows.get(step.key());
        rows.put(step.key(), new Row(revision + 1, step.number(), old == null ? null : old.mark()));
        changed = true;
      }
    }
    revision += changed ? 1 : 0;
    return refused;
  }

  /** Gives an existing entry another number. */
  public void patch(String key, int number) {
    rows.computeIfPresent(key, (k, row) -> new Row(++revision, number, row.mark()));
  }

  /** Gives an existing entry other metadata. */
  public void mark(String key, int mark) {
    rows.computeIfPresent(key, (k, row) -> new Row(++revision, row.number(), mark));
  }

  public void clear() {
    revision += rows.isEmpty() ? 0 : 1;
    rows.clear();
  }

  private boolean holds(Step step) {
    Row row = rows.get(step.key());
    Precondition demanded = step.precondition();
    if (row == null) {
      return demanded.versions().isEmpty() && !demanded.exists();
    }
    return !demanded.absent()
        && (demanded.versions().isEmpty() || demanded.versions().contains(row.version()));
  }
}
