package dev.cairn.query;

import java.util.Comparator;
import java.util.List;

/**
 * In which order groups come: by figures of theirs, ties by what groups them, as in sorts. Groups
 * without a figure come last in both directions. Immutable; any thread.
 *
 * @param criteria most significant first; none for an order by what groups them alone
 */
public record GroupOrder(List<Criterion> criteria) {

  /** By what groups them. */
  public static final GroupOrder BY_GROUP = new GroupOrder(List.of());

  /** Takes a copy. */
  public GroupOrder {
    criteria = List.copyOf(criteria);
  }

  /**
   * By one figure.
   *
   * @param aggregate its place among the aggregates
   * @param descending whether the larger comes first
   */
  public record Criterion(int aggregate, boolean descending) {

    private int compare(Groups.Group left, Groups.Group right) {
      Found one = left.figures().get(aggregate);
      Found other = right.figures().get(aggregate);
      if (one == null || other == null) {
        return Boolean.compare(one == null, other == null);
      }
      return descending ? other.compareTo(one) : one.compareTo(other);
    }
  }

  Comparator<Groups.Group> comparator() {
    return (left, right) -> {
      for (Criterion criterion : criteria) {
        int sign = criterion.compare(left, right);
        if (sign != 0) {
          return sign;
        }
      }
      return left.by().compareTo(right.by());
    };
  }
}
