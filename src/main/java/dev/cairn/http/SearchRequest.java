package dev.cairn.http;

import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.json.JsonView;
import dev.cairn.query.Filters;
import dev.cairn.query.Position;
import dev.cairn.query.Query;
import dev.cairn.search.Marks;
import dev.cairn.search.Search;
import dev.cairn.search.SearchExpression;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search as it was asked for.
 *
 * @param search what the storage is asked
 * @param cursor where it goes on, or null for the first page
 * @param fingerprint of what was asked, for the cursors of this search
 */
record SearchRequest(Search search, @Nullable PageCursor cursor, long fingerprint) {

  /** Words of a snippet if the request does not say. */
  static final int SNIPPET_WORDS = 16;

  private static final Set<String> MEMBERS =
      Set.of(
          "text",
          "index",
          "fields",
          "filter",
          "limit",
          "offset",
          "cursor",
          "include",
          "snippets",
          "highlights");
  private static final Set<String> SNIPPET_MEMBERS = Set.of("before", "after", "words");
  private static final Set<String> HIGHLIGHT_MEMBERS = Set.of("before", "after");

  /**
   * Reads the body.
   *
   * @throws dev.cairn.CairnException if its form is wrong or a limit is broken
   */
  static SearchRequest read(byte @Nullable [] body, String shard, String namespace, Limits limits) {
    BodyFaults faults = new BodyFaults();
    BodyObject object =
        BodyObject.read(WireBodies.required(body, "The search", limits), "", MEMBERS, faults);
    if (object == null) {
      throw faults.refusal("The search");
    }
    String text = object.stringRequired("text");
    String index = object.string("index");
    List<String> fields = IndexRequest.strings(object, "fields", faults);
    String cursor = object.string("cursor");
    Marks snippets = marks(object, "snippets", SNIPPET_MEMBERS, faults);
    Marks highlights = marks(object, "highlights", HIGHLIGHT_MEMBERS, faults);
    JsonText filter = QueryRequest.text(object, "filter");
    PagePart page = PagePart.read(object, faults, limits);
    if (text == null || !faults.isEmpty()) {
      throw faults.refusal("The search");
    }
    long fingerprint =
        PageCursor.fingerprint(
            shard,
            namespace,
            text,
            index,
            fields == null ? null : String.join("\n", fields),
            filter == null ? null : filter.toString());
    PageCursor from = PageCursor.decode(cursor, PageCursor.Kind.SEARCH, fingerprint, "/cursor");
    Query query =
        new Query(
            filter == null ? null : Filters.read(filter, "/filter"),
            List.of(),
            page.limit(),
            limits.pageBytes(),
            page.offset(),
            from == null ? null : Position.ofPacked(from.position()),
            page.parts().value(),
            page.parts().metadata());
    return new SearchRequest(
        new Search(
            index,
            SearchExpression.parse(text, "/text"),
            fields == null ? List.of() : fields,
            query,
            snippets,
            highlights),
        from,
        fingerprint);
  }

  private static @Nullable Marks marks(
      BodyObject object, String member, Set<String> known, BodyFaults faults) {
    JsonView view = object.any(member);
    BodyObject marks =
        view == null ? null : BodyObject.read(view, object.pointerTo(member), known, faults);
    if (marks == null) {
      return null;
    }
    Long words = marks.whole("words", 1, Marks.MAX_WORDS);
    return new Marks(
        mark(marks, "before", "[", faults),
        mark(marks, "after", "]", faults),
        words == null ? SNIPPET_WORDS : words.intValue());
  }

  private static String mark(BodyObject marks, String member, String usual, BodyFaults faults) {
    String mark = marks.string(member);
    if (mark != null && mark.length() > Marks.MAX_LENGTH) {
      faults.add(marks.pointerTo(member), "has more than " + Marks.MAX_LENGTH + " characters");
    }
    return mark == null ? usual : mark;
  }
}
