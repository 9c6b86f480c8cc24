package dev.cairn.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Figures of the entries of a namespace, all together or in groups. Immutable; any thread.
 *
 * @param filter which entries, or null for every one
 * @param groupBy the field that tells the groups apart, or null for one group of all
 * @param aggregates the figures of each group, 1 to {@link QueryBounds#MAX_AGGREGATES}
 * @param groups most groups there may be, from 1
 * @param bytes most bytes of strings that the groups and their figures may hold, all together
 */
public record Aggregation(
    @Nullable Filter filter,
    @Nullable Field groupBy,
    List<Aggregate> aggregates,
    int groups,
    long bytes) {

  /** Takes a copy of the list. */
  public Aggregation {
    aggregates = List.copyOf(aggregates);
  }

  /** The fields that are looked at, each once, and how closely; the one of the groups first. */
  Map<Field, Aggregate.Look> looks() {
    Map<Field, Aggregate.Look> looks = new LinkedHashMap<>();
    if (groupBy != null) {
      looks.put(groupBy, Aggregate.Look.VALUE);
    }
    for (Aggregate aggregate : aggregates) {
      if (aggregate.field() != null) {
        looks.merge(aggregate.field(), aggregate.look(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
      }
    }
    return looks;
  }

  /** The columns of a row of its {@link CompiledQuery}: two for each field that is looked at. */
  public int columns() {
    return 2 * looks().size();
  }
}
