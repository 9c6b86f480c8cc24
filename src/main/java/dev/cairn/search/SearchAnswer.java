package dev.cairn.search;

import dev.cairn.CairnException;
import dev.cairn.Entry;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import dev.cairn.query.PageRoom;
import dev.cairn.query.Query;
import dev.cairn.query.SearchSql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the page of a search from what a driver finds. One thread, one use. */
public final class SearchAnswer {

  private final List<Integer> columns;
  private final Showing showing;
  private final PageRoom room;
  private final List<Found> page = new ArrayList<>();
  private boolean more;

  /**
   * An empty page.
   *
   * @param fields texts of the fields of the index that is used
   * @throws CairnException {@link ErrorCode#INVALID_QUERY} if the search names a field that is not
   *     among them
   */
  public SearchAnswer(Search search, List<String> fields) {
    this.columns = columns(search.fields(), fields);
    this.showing = new Showing(search, fields, columns);
    Query query = search.query();
    this.room = new PageRoom(query.limit(), query.bytes());
  }

  private static List<Integer> columns(List<String> asked, List<String> fields) {
    if (asked.isEmpty()) {
      return IntStream.range(0, fields.size()).boxed().toList();
    }
    for (int i = 0; i < asked.size(); i++) {
      if (!fields.contains(asked.get(i))) {
        String reason = "is none of the index, whose are " + String.join(", ", fields);
        throw new CairnException(
            ErrorCode.INVALID_QUERY,
            "The field " + asked.get(i) + " " + reason + ".",
            List.of(new Violation("/fields/" + i, reason)));
      }
    }
    return asked.stream().distinct().map(fields::indexOf).sorted().toList();
  }

  /** The numbers of the fields that are looked at, ascending. */
  public List<Integer> columns() {
    return columns;
  }

  /**
   * Takes in what comes next.
   *
   * @param entry with value and metadata if the search {@link Search#shows} texts, otherwise with
   *     what its query wants
   * @return false if the page is whole without it; nothing further is needed then
   */
  public boolean take(Entry entry, double score) {
    Found found = showing.of(entry, score);
    if (!room.take(found.entry(), Showing.length(found))) {
      more = true;
      return false;
    }
    page.add(found);
    return true;
  }

  /** The page. */
  public SearchPage page() {
    if (!more) {
      return new SearchPage(page, null);
    }
    Found last = page.getLast();
    return new SearchPage(page, SearchSql.position(last.score(), last.entry().key()));
  }
}
