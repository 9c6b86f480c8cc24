package dev.cairn.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a query uses an index.
 *
 * @param index which
 * @param conditions of the filter, all on its field and all of which must hold, that leave open a
 *     range of it; none to go through all of it
 * @param orders whether its order is the one asked for, so that nothing need be sorted by it
 */
record IndexUse(QueryIndex index, List<Filter.Condition> conditions, boolean orders) {

  /** How little of an index conditions are likely to leave, the least first. */
  private enum Reach {
    ONE_VALUE,
    VALUES,
    CLOSED_RANGE,
    OPEN_RANGE
  }

  /** Whether the conditions name one value, so that the rows found are in the order of the keys. */
  boolean isOneValue() {
    return reach(conditions) == Reach.ONE_VALUE;
  }

  /** Whether the conditions name values, rather than a range that may be most of the index. */
  boolean isNarrow() {
    return !conditions.isEmpty() && reach(conditions).compareTo(Reach.VALUES) <= 0;
  }

  /**
   * The index that finds what the filter asks for, the most telling one if several do; null if none
   * does.
   */
  static @Nullable IndexUse forFilter(
      @Nullable Filter filter, List<Sort> sort, List<QueryIndex> indexes) {
    List<Filter.Condition> all = new ArrayList<>();
    gather(filter, all);
    return indexes.stream()
        .map(index -> new IndexUse(index, on(index.field(), all), orders(index, sort)))
        .filter(use -> !use.conditions().isEmpty())
        .min(
            Comparator.comparing((IndexUse use) -> reach(use.conditions()))
                .thenComparing(use -> !use.orders()))
        .orElse(null);
  }

  /** The index that gives entries in the order asked for; null if none does. */
  static @Nullable IndexUse forSort(
      @Nullable Filter filter, List<Sort> sort, List<QueryIndex> indexes) {
    List<Filter.Condition> all = new ArrayList<>();
    gather(filter, all);
    return indexes.stream()
        .filter(index -> orders(index, sort))
        .findFirst()
        .map(index -> new IndexUse(index, on(index.field(), all), true))
        .orElse(null);
  }

  private static boolean orders(QueryIndex index, List<Sort> sort) {
    return !sort.isEmpty() && sort.getFirst().field().equals(index.field());
  }

  private static List<Filter.Condition> on(Field field, List<Filter.Condition> all) {
    return all.stream().filter(one -> one.field().equals(field)).toList();
  }

  /** The conditions that must hold for the filter to hold and that an index can tell of. */
  private static void gather(@Nullable Filter filter, List<Filter.Condition> into) {
    switch (filter) {
      case Filter.And(List<Filter> parts) -> parts.forEach(part -> gather(part, into));
      case Filter.Condition condition when isTelling(condition) -> into.add(condition);
      case null, default -> {}
    }
  }

  private static boolean isTelling(Filter.Condition condition) {
    return switch (condition.operator()) {
      case EQ, IN -> !condition.operands().isEmpty();
      case GT, GTE, LT, LTE -> !(condition.operand() instanceof Operand.Bool);
      case STARTS_WITH -> true;
      default -> false;
    };
  }

  private static Reach reach(List<Filter.Condition> conditions) {
    boolean low = false;
    boolean high = false;
    Reach least = Reach.OPEN_RANGE;
    for (Filter.Condition condition : conditions) {
      switch (condition.operator()) {
        case EQ -> least = Reach.ONE_VALUE;
        case IN -> least = least == Reach.ONE_VALUE ? least : Reach.VALUES;
        case GT, GTE -> low = true;
        case LT, LTE -> high = true;
        default -> {
          low = true;
          high = true;
        }
      }
    }
    return least == Reach.OPEN_RANGE && low && high ? Reach.CLOSED_RANGE : least;
  }
}
