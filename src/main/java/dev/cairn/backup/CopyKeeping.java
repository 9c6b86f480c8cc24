package dev.cairn.backup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Which copies of a shard are kept: the newest one always, and the newest one of each of the last
 * days, weeks and months of which there is any, in UTC; weeks begin on Mondays. Days of which there
 * is none don't count, so that a shard that changes seldom keeps as many as one that changes daily.
 *
 * @param daily days, from 0
 * @param weekly weeks, from 0
 * @param monthly months, from 0
 */
public record CopyKeeping(int daily, int weekly, int monthly) {

  /** What holds where a deployment sets nothing. */
  public static final CopyKeeping DEFAULT = new CopyKeeping(7, 4, 12);

  private static final int DAYS_OF_A_WEEK = 7;

  /** The first day of all, 1 January 1970, was a Thursday. */
  private static final int FIRST_DAY_OF_WEEK = 3;

  /**
   * @throws IllegalArgumentException if a number is below 0
   */
  public CopyKeeping {
    require(daily, "daily");
    require(weekly, "weekly");
    require(monthly, "monthly");
  }

  private static void require(int value, String name) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "cairn.backup.copies-" + name + " is " + value + "; it must not be below zero");
    }
  }

  /** Those of the copies of a shard that are not kept, in order. */
  List<CopyName> excess(Collection<CopyName> copies) {
    List<CopyName> newestFirst = new ArrayList<>(copies);
    newestFirst.sort(Comparator.reverseOrder());
    Set<CopyName> kept = new HashSet<>(newestFirst.subList(0, Math.min(1, newestFirst.size())));
    keep(kept, newestFirst, daily, LocalDate::toEpochDay);
    keep(kept, newestFirst, weekly, CopyKeeping::week);
    keep(kept, newestFirst, monthly, CopyKeeping::month);
    Set<CopyName> excess = new TreeSet<>(newestFirst);
    excess.removeAll(kept);
    return List.copyOf(excess);
  }

  /** The first copy of each of the first periods that any is of. */
  private static void keep(
      Set<CopyName> kept, List<CopyName> newestFirst, int periods, ToLongFunction<LocalDate> of) {
    Set<Long> seen = new HashSet<>();
    for (CopyName copy : newestFirst) {
      LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(copy.millis()), ZoneOffset.UTC);
      if (seen.size() < periods && seen.add(of.applyAsLong(day))) {
        kept.add(copy);
      }
    }
  }

  private static long week(LocalDate day) {
    return Math.floorDiv(day.toEpochDay() + FIRST_DAY_OF_WEEK, DAYS_OF_A_WEEK);
  }

  private static long month(LocalDate day) {
    return ChronoUnit.MONTHS.between(LocalDate.EPOCH, day);
  }
}
