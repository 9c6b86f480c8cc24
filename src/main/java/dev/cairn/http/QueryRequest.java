package dev.cairn.http;

import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.json.JsonView;
import dev.cairn.query.Filter;
import dev.cairn.query.Filters;
import dev.cairn.query.Position;
import dev.cairn.query.Query;
import dev.cairn.query.Sort;
import dev.cairn.query.Sorts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query as it was asked for.
 *
 * @param query what the storage is asked
 * @param cursor where it goes on, or null for the first page
 * @param fingerprint of what was asked, for the cursors of this query
 */
record QueryRequest(Query query, @Nullable PageCursor cursor, long fingerprint) {

  private static final Set<String> MEMBERS =
      Set.of("filter", "sort", "limit", "offset", "cursor", "include");
  private static final Set<String> COUNT_MEMBERS = Set.of("filter");

  /**
   * Reads the body of a query; no body asks for everything.
   *
   * @throws dev.cairn.CairnException if its form is wrong or a limit is broken
   */
  static QueryRequest read(byte @Nullable [] body, String shard, String namespace, Limits limits) {
    BodyFaults faults = new BodyFaults();
    BodyObject object = object(body, MEMBERS, faults, limits);
    String cursor = object == null ? null : object.string("cursor");
    PagePart page = PagePart.read(object, faults, limits);
    faults.refuseIfAny("The query");
    JsonText filter = text(object, "filter");
    JsonText sort = text(object, "sort");
    long fingerprint =
        PageCursor.fingerprint(
            shard,
            namespace,
            filter == null ? null : filter.toString(),
            sort == null ? null : sort.toString());
    PageCursor from = PageCursor.decode(cursor, PageCursor.Kind.QUERY, fingerprint, "/cursor");
    Query query =
        new Query(
            filter == null ? null : Filters.read(filter, "/filter"),
            sort == null ? List.<Sort>of() : Sorts.read(sort, "/sort"),
            page.limit(),
            limits.pageBytes(),
            page.offset(),
            from == null ? null : Position.ofPacked(from.position()),
            page.parts().value(),
            page.parts().metadata());
    return new QueryRequest(query, from, fingerprint);
  }

  /** Reads the body of a count; null stands for every entry. */
  static @Nullable Filter readCount(byte @Nullable [] body, Limits limits) {
    BodyFaults faults = new BodyFaults();
    BodyObject object = object(body, COUNT_MEMBERS, faults, limits);
    faults.refuseIfAny("The count");
    JsonText filter = text(object, "filter");
    return filter == null ? null : Filters.read(filter, "/filter");
  }

  private static @Nullable BodyObject object(
      byte @Nullable [] body, Set<String> members, BodyFaults faults, Limits limits) {
    JsonView whole = WireBodies.optional(body, limits);
    return whole == null ? null : BodyObject.read(whole, "", members, faults);
  }

  /** The text of a member, of any type; null if it is missing. */
  static @Nullable JsonText text(@Nullable BodyObject object, String name) {
    JsonView member = object == null ? null : object.any(name);
    return member == null ? null : member.text();
  }
}
