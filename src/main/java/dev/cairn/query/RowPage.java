package dev.cairn.query;

import dev.cairn.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the page of a query from the rows of its {@link CompiledQuery}. One thread, one use. */
public final class RowPage {

  private final int criteria;
  private final PageRoom room;
  private final List<Entry> entries = new ArrayList<>();
  private List<@Nullable Object> lastSortColumns = List.of();
  private boolean more;

  /** An empty page of {@code query}. */
  public RowPage(Query query) {
    this.criteria = query.sort().size();
    this.room = new PageRoom(query.limit(), query.bytes());
  }

  /**
   * Takes the next row in.
   *
   * @param entry of the first seven columns, with what the query wants of it
   * @param sortColumns the others: null, {@link Integer}, {@link Long}, {@link Double} or byte
   *     array, as SQLite stores them
   * @return false if the page is whole without it; no further row is needed then
   */
  public boolean take(Entry entry, List<@Nullable Object> sortColumns) {
    if (!room.take(entry)) {
      more = true;
      return false;
    }
    entries.add(entry);
    lastSortColumns = sortColumns;
    return true;
  }

  /**
   * The page.
   *
   * @throws IllegalStateException if the rows can't be those of the query
   */
  public QueryPage page() {
    return new QueryPage(entries, more ? position() : null);
  }

  private Position position() {
    List<SortValue> values = new ArrayList<>();
    for (int i = 0; i < criteria; i++) {
      values.add(sortValue(lastSortColumns.get(2 * i), lastSortColumns.get(2 * i + 1)));
    }
    return new Place(values, entries.getLast().key()).pack();
  }

  private static SortValue sortValue(@Nullable Object rank, @Nullable Object value) {
    if (!(rank instanceof Number number)) {
      throw new IllegalStateException("no rank in the sort column");
    }
    int place = number.intValue();
    if (place == SortValue.STRING && value == null) {
      return new SortValue(place, new byte[0]); // how JDBC gives a blob without bytes
    }
    return new SortValue(
        place == SortValue.MISSING_DESCENDING ? SortValue.MISSING : place,
        value instanceof Integer integer ? integer.longValue() : value);
  }
}
