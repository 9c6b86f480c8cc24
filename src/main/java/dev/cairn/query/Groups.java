package dev.cairn.query;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups that an {@link Aggregation} makes of entries, while they are taken in one by one.
 * Neither the order in which they come nor how they are divided among several that are merged
 * changes a figure. What it holds is bounded by what the aggregation allows, however many entries
 * there are. One thread.
 *
 * <p>Whatever takes in may throw {@link ErrorCode#AGGREGATE_TOO_LARGE}.
 */
public final class Groups {

  /** What there is one of without a field that groups. */
  private static final Found ALL = new Found(SortValue.NULL, null);

  private static final int NO_FIELD = -1;

  private final Aggregation asked;
  private final List<Field> fields;
  private final int[] fieldOf;
  private final Map<Found, Tally[]> groups = new HashMap<>();
  private long bytes;
  private boolean empty = true;

  /** No entry yet. Without a field that groups there is one group from the beginning. */
  public Groups(Aggregation asked) {
    this.asked = asked;
    this.fields = List.copyOf(asked.looks().keySet());
    this.fieldOf =
        asked.aggregates().stream()
            .mapToInt(one -> one.field() == null ? NO_FIELD : fields.indexOf(one.field()))
            .toArray();
    if (asked.groupBy() == null) {
      groups.put(ALL, tallies());
    }
  }

  /**
   * A group.
   *
   * @param by what its entries have in the field that groups them; of no meaning without such a
   *     field
   * @param figures one for each aggregate, in their order; null where there is nothing to make it
   *     of
   */
  public record Group(Found by, List<@Nullable Found> figures) {}

  private Tally[] tallies() {
    return asked.aggregates().stream().map(one -> Tally.of(one.function())).toArray(Tally[]::new);
  }

  /** Whether what is asked for needs nothing of entries but how many they are. */
  public boolean isCount() {
    return fields.isEmpty();
  }

  /** Takes in so many entries of an aggregation that {@link #isCount}. */
  public void take(long entries) {
    empty &= entries == 0;
    for (Tally tally : of(ALL)) {
      if (tally instanceof Tally.Count count) {
        count.add(entries);
      }
    }
  }

  /**
   * Takes in an entry.
   *
   * @param columns of its row: null, {@link Integer}, {@link Long}, {@link Double} or byte array,
   *     as SQLite stores them
   */
  public void take(@Nullable Object[] columns) {
    Found[] row = new Found[fields.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = Found.ofColumns(columns[2 * i], columns[2 * i + 1]);
    }
    take(row);
  }

  /** Takes in an entry, which carries its value and its metadata if it has any. */
  void take(Entry entry) {
    take(fields.stream().map(field -> Found.read(field, entry)).toArray(Found[]::new));
  }

  private void take(Found[] row) {
    empty = false;
    Tally[] tallies = of(asked.groupBy() == null ? ALL : row[0]);
    for (int i = 0; i < tallies.length; i++) {
      bytes += tallies[i].take(fieldOf[i] == NO_FIELD ? null : row[fieldOf[i]]);
    }
    requireBytes();
  }

  /** Takes in all that others, of the same aggregation, have taken in; they are spent then. */
  public void merge(Groups others) {
    empty &= others.empty;
    others.groups.forEach(
        (by, theirs) -> {
          Tally[] ours = of(by);
          for (int i = 0; i < ours.length; i++) {
            bytes += ours[i].merge(theirs[i]);
          }
          requireBytes();
        });
  }

  private Tally[] of(Found by) {
    Tally[] known = groups.get(by);
    if (known != null) {
      return known;
    }
    if (groups.size() == asked.groups()) {
      throw new CairnException(
          ErrorCode.AGGREGATE_TOO_LARGE,
          "The entries fall into more than " + asked.groups() + " groups.");
    }
    bytes += by.bytes().length;
    Tally[] made = tallies();
    groups.put(by, made);
    return made;
  }

  private void requireBytes() {
    if (bytes > asked.bytes()) {
      throw new CairnException(
          ErrorCode.AGGREGATE_TOO_LARGE,
          "The strings of the groups have more than " + asked.bytes() + " bytes in all.");
    }
  }

  /** Whether no entry was taken in. */
  public boolean isEmpty() {
    return empty;
  }

  /** How many groups there are. */
  public int size() {
    return groups.size();
  }

  /** The first groups in an order, {@code limit} at most. */
  public List<Group> first(GroupOrder order, int limit) {
    List<Group> all = new ArrayList<>(groups.size());
    groups.forEach((by, tallies) -> all.add(new Group(by, figures(tallies))));
    all.sort(order.comparator());
    return all.size() <= limit ? all : List.copyOf(all.subList(0, limit));
  }

  private static List<@Nullable Found> figures(Tally[] tallies) {
    return Arrays.asList(Arrays.stream(tallies).map(Tally::figure).toArray(Found[]::new));
  }
}
