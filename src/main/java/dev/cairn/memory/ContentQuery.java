package dev.cairn.memory;

import dev.cairn.Entry;
import dev.cairn.Namespace;
import dev.cairn.query.Filter;
import dev.cairn.query.Query;
import dev.cairn.query.QueryEvaluator;
import dev.cairn.query.QueryPage;
import dev.cairn.storage.Content;
import java.util.ArrayList;
import java.util.List;

/** Answers queries by looking at every entry of a namespace. Stateless. */
final class ContentQuery {

  private ContentQuery() {}

  static QueryPage page(Content content, Namespace namespace, Query query) {
    return QueryEvaluator.page(entries(content, namespace), query);
  }

  static long count(Content content, Namespace namespace, Filter filter) {
    return QueryEvaluator.count(entries(content, namespace), filter);
  }

  private static List<Entry> entries(Content content, Namespace namespace) {
    List<Entry> entries = new ArrayList<>();
    content.visitEntries(namespace, null, entries::add);
    return entries;
  }
}
