package dev.cairn.query;

import org.jspecify.annotations.Nullable;

/** What one aggregate has made of a group so far. One thread. */
sealed interface Tally {

  static Tally of(Aggregate.Function function) {
    return switch (function) {
      case COUNT -> new Count();
      case MIN -> new Extreme(-1);
      case MAX -> new Extreme(1);
      case SUM -> new Sum(false);
      case AVG -> new Sum(true);
    };
  }

  /**
   * Takes an entry in.
   *
   * @param found what it has in the field; null where there is no field
   * @return how many bytes of strings are held in addition
   */
  int take(@Nullable Found found);

  /** Takes in what another of the same aggregate has made; answers as {@link #take}. */
  int merge(Tally other);

  /** The figure; null if there is nothing to make it of. */
  @Nullable Found figure();

  /** Entries, or those that have the field. */
  final class Count implements Tally {

    private long count;

    /** Takes in entries of which nothing need be known. */
    void add(long entries) {
      count += entries;
    }

    @Override
    public int take(@Nullable Found found) {
      if (found == null || !found.isMissing()) {
        count++;
      }
      return 0;
    }

    @Override
    public int merge(Tally other) {
      count += other instanceof Count more ? more.count : 0;
      return 0;
    }

    @Override
    public Found figure() {
      return Found.number(count);
    }
  }

  /** The least or the greatest. */
  final class Extreme implements Tally {

    private final int sign;
    private @Nullable Found best;

    Extreme(int sign) {
      this.sign = sign;
    }

    @Override
    public int take(@Nullable Found found) {
      if (found == null || !found.isOrdered()) {
        return 0;
      }
      Found before = best;
      if (before != null && sign * found.compareTo(before) <= 0) {
        return 0;
      }
      best = found;
      return found.bytes().length - (before == null ? 0 : before.bytes().length);
    }

    @Override
    public int merge(Tally other) {
      return take(other.figure());
    }

    @Override
    public @Nullable Found figure() {
      return best;
    }
  }

  /** The sum of numbers, or their average. */
  final class Sum implements Tally {

    private final ExactSum sum = new ExactSum();
    private final boolean average;

    Sum(boolean average) {
      this.average = average;
    }

    @Override
    public int take(@Nullable Found found) {
      if (found != null && found.value() instanceof Number number) {
        sum.add(number);
      }
      return 0;
    }

    @Override
    public int merge(Tally other) {
      if (other instanceof Sum more) {
        sum.merge(more.sum);
      }
      return 0;
    }

    @Override
    public @Nullable Found figure() {
      Number figure = average ? sum.average() : sum.total();
      return figure == null ? null : new Found(SortValue.NUMBER, figure);
    }
  }
}
