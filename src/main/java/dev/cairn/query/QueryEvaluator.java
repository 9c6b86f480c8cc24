package dev.cairn.query;

import dev.cairn.Entry;
import dev.cairn.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The memory back end of queries. Answers as {@link SqlCompiler}'s SQL does, entry for entry, and
 * makes the same {@link Position}s. The entries handed in are those of one namespace in one state,
 * in the order of their keys, each with its value and with its metadata if it has any. Any thread.
 */
public final class QueryEvaluator {

  private QueryEvaluator() {}

  /**
   * The page that {@code query} asks for; its entries carry what the query wants.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_CURSOR} if {@link
   *     Query#after} was not made for this sort
   */
  public static QueryPage page(Iterable<Entry> entries, Query query) {
    Position after = query.after();
    Place place = after == null ? null : Place.unpack(after, query.sort().size());
    List<Ranked> found = new ArrayList<>();
    long wanted = (long) query.offset() + query.limit() + 1;
    boolean byKey = query.sort().isEmpty();
    for (Entry entry : entries) {
      if (byKey && found.size() == wanted) {
        break;
      }
      Ranked ranked = rank(entry, query, place);
      if (ranked != null) {
        found.add(ranked);
      }
    }
    if (!byKey) {
      found.sort(order(query.sort()));
    }
    return cut(found, query);
  }

  /** How many of {@code entries} match; all of them if {@code filter} is null. */
  public static long count(Iterable<Entry> entries, @Nullable Filter filter) {
    long count = 0;
    for (Entry entry : entries) {
      if (filter == null || Evaluator.matches(filter, entry)) {
        count++;
      }
    }
    return count;
  }

  /** The entry as it takes part, or null if it does not match or is not behind {@code place}. */
  private static @Nullable Ranked rank(Entry entry, Query query, @Nullable Place place) {
    Filter filter = query.filter();
    if (filter != null && !Evaluator.matches(filter, entry)) {
      return null;
    }
    Ranked ranked = new Ranked(entry, SortValue.readAll(query.sort(), entry));
    if (place != null && compare(ranked, place.values(), place.key(), query.sort()) <= 0) {
      return null;
    }
    return ranked;
  }

  private static Comparator<Ranked> order(List<Sort> sort) {
    return (a, b) -> compare(a, b.values(), b.entry().key(), sort);
  }

  private static int compare(Ranked left, List<SortValue> values, Key key, List<Sort> sort) {
    int sign = SortValue.compare(left.values(), values, sort);
    return sign != 0 ? sign : left.entry().key().compareTo(key);
  }

  private static QueryPage cut(List<Ranked> found, Query query) {
    PageRoom room = new PageRoom(query.limit(), query.bytes());
    List<Entry> page = new ArrayList<>();
    Ranked last = null;
    for (Ranked ranked : found.subList(Math.min(query.offset(), found.size()), found.size())) {
      Entry entry = narrow(ranked.entry(), query);
      if (!room.take(entry)) {
        Ranked end = Objects.requireNonNull(last, "a page without a first entry");
        return new QueryPage(page, new Place(end.values(), end.entry().key()).pack());
      }
      page.add(entry);
      last = ranked;
    }
    return new QueryPage(page, null);
  }

  /** The entry with what the query wants of it. */
  static Entry narrow(Entry entry, Query query) {
    return new Entry(
        entry.key(),
        entry.version(),
        entry.created(),
        entry.updated(),
        query.withValue() ? entry.value() : null,
        query.withMetadata() ? entry.metadata() : null,
        entry.expires());
  }

  private record Ranked(Entry entry, List<SortValue> values) {}
}
