package dev.cairn.query;

import dev.cairn.Entry;

/**
 * The memory back end of aggregations. Makes the groups that the rows of {@link AggregateSql} make.
 * Any thread.
 */
public final class AggregateEvaluator {

  private AggregateEvaluator() {}

  /**
   * The groups of those of {@code entries}, of one namespace in one state, that match; each carries
   * its value and its metadata if it has any.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#AGGREGATE_TOO_LARGE}
   */
  public static Groups groups(Iterable<Entry> entries, Aggregation asked) {
    Groups groups = new Groups(asked);
    Filter filter = asked.filter();
    for (Entry entry : entries) {
      if (filter == null || Evaluator.matches(filter, entry)) {
        if (groups.isCount()) {
          groups.take(1);
        } else {
          groups.take(entry);
        }
      }
    }
    return groups;
  }
}
