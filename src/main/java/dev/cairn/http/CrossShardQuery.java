package dev.cairn.http;

import dev.cairn.JsonText;
import dev.cairn.Limits;
import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.json.JsonView;
import dev.cairn.query.Filters;
import dev.cairn.query.Query;
import dev.cairn.query.ShardPages;
import dev.cairn.query.ShardPosition;
import dev.cairn.query.Sort;
import dev.cairn.query.Sorts;
import dev.cairn.storage.ShardReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query over several shards, and the page that comes of it.
 *
 * @param fingerprint of what was asked, for the cursors of this query
 */
record CrossShardQuery(CrossShardTarget target, ShardPages pages, long fingerprint)
    implements CrossShardWork {

  private static final Set<String> MEMBERS =
      with(CrossShardTarget.MEMBERS, Set.of("filter", "sort", "limit", "cursor", "include"));

  /** All of both. */
  static Set<String> with(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }

  /**
   * Reads the body.
   *
   * @throws dev.cairn.CairnException if its form is wrong or a limit is broken
   */
  static CrossShardQuery read(byte @Nullable [] body, Limits limits, QuerySettings settings) {
    BodyFaults faults = new BodyFaults();
    JsonView whole = WireBodies.required(body, "The query", limits);
    BodyObject object = BodyObject.read(whole, "", MEMBERS, faults);
    PagePart page = PagePart.read(object, faults, limits);
    String cursor = object == null ? null : object.string("cursor");
    CrossShardTarget target = CrossShardTarget.of(object, faults, settings.shards());
    JsonText filter = QueryRequest.text(object, "filter");
    JsonText sort = QueryRequest.text(object, "sort");
    List<Sort> criteria = sort == null ? List.of() : Sorts.read(sort, "/sort");
    long fingerprint =
        PageCursor.fingerprint(
            target.spelt(),
            target.namespace().value(),
            filter == null ? null : filter.toString(),
            sort == null ? null : sort.toString());
    PageCursor from =
        PageCursor.decode(cursor, PageCursor.Kind.CROSS_SHARD_QUERY, fingerprint, "/cursor");
    Query query =
        new Query(
            filter == null ? null : Filters.read(filter, "/filter"),
            criteria,
            page.limit(),
            limits.pageBytes(),
            page.offset(),
            null,
            page.parts().value(),
            page.parts().metadata());
    ShardPosition after =
        from == null ? null : ShardPosition.ofPacked(from.position(), criteria.size());
    return new CrossShardQuery(target, new ShardPages(query, after), fingerprint);
  }

  @Override
  public boolean wants(ShardId shard) {
    return pages.wants(shard);
  }

  @Override
  public void read(ShardId shard, ShardReader reader) {
    Namespace namespace = target.namespace();
    pages.add(shard, reader.query(namespace, pages.of(shard)));
  }

  /** The body of the answer. */
  byte[] answer(CrossShardRun.Outcome outcome) {
    ShardPosition last = pages.next();
    String cursor =
        PageCursor.next(
            PageCursor.Kind.CROSS_SHARD_QUERY, fingerprint, 0, last == null ? null : last.packed());
    return CrossShardAnswer.page(pages.items(), outcome, cursor);
  }
}
