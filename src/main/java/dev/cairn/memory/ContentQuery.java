package dev.cairn.memory;

import dev.cairn.Entry;
import dev.cairn.Key;
import dev.cairn.Namespace;
import dev.cairn.query.Filter;
import dev.cairn.query.Position;
import dev.cairn.query.Query;
import dev.cairn.query.QueryPage;
import dev.cairn.storage.Content;
import dev.cairn.storage.Parts;
import java.util.ArrayList;
import java.util.List;

/** Answers queries by looking at every entry of a namespace. Stateless. */
final class ContentQuery {

  private ContentQuery() {}

  static QueryPage page(Content content, Namespace namespace, Query query) {
    Parts parts = Parts.of(query.withValue(), query.withMetadata());
    Key after = query.after() == null ? null : Key.ofStored(query.after().packed());
    List<Entry> found = new ArrayList<>();
    content.visitEntries(
        namespace,
        null,
        entry -> {
          if (query.filter() == null || holds(query.filter())) {
            found.add(entry);
          }
          return true;
        });
    if (!query.sort().isEmpty() && query.sort().getFirst().descending()) {
      found.sort((a, b) -> b.key().compareTo(a.key()));
    }
    int begin = query.offset();
    if (after != null) {
      begin = 1 + found.stream().map(Entry::key).toList().indexOf(after);
    }
    List<Entry> rest = found.subList(Math.min(begin, found.size()), found.size());
    List<Entry> page = rest.stream().limit(query.limit()).map(parts::of).toList();
    boolean more = rest.size() > page.size();
    return new QueryPage(page, more ? Position.ofPacked(page.getLast().key().utf8()) : null);
  }

  static long count(Content content, Namespace namespace, Filter filter) {
    return holds(filter) ? content.entries(namespace) : 0;
  }

  private static boolean holds(Filter filter) {
    return switch (filter) {
      case Filter.And(List<Filter> filters) -> filters.stream().allMatch(ContentQuery::holds);
      case Filter.Or(List<Filter> filters) -> filters.stream().anyMatch(ContentQuery::holds);
      case Filter.Not(Filter inner) -> !holds(inner);
    };
  }
}
