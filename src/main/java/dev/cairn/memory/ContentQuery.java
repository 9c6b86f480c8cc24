package dev.cairn.memory;

import dev.cairn.Entry;
import dev.cairn.Namespace;
import dev.cairn.query.AggregateEvaluator;
import dev.cairn.query.Aggregation;
import dev.cairn.query.Filter;
import dev.cairn.query.Groups;
import dev.cairn.query.Query;
import dev.cairn.query.QueryEvaluator;
import dev.cairn.query.QueryPage;
import dev.cairn.search.Search;
import dev.cairn.search.SearchEvaluator;
import dev.cairn.search.SearchPage;
import dev.cairn.storage.Content;
import dev.cairn.storage.ReadBudget;
import java.util.ArrayList;
import java.util.List;

/** Answers queries by looking at every entry of a namespace that has not expired. Stateless. */
final class ContentQuery {

  private ContentQuery() {}

  static QueryPage page(
      Content content, Namespace namespace, Query query, long now, ReadBudget budget) {
    return QueryEvaluator.page(entries(content, namespace, now, budget), query);
  }

  static long count(
      Content content, Namespace namespace, Filter filter, long now, ReadBudget budget) {
    return QueryEvaluator.count(entries(content, namespace, now, budget), filter);
  }

  static SearchPage search(
      Content content,
      Namespace namespace,
      List<String> fields,
      Search search,
      long now,
      ReadBudget budget) {
    return SearchEvaluator.page(entries(content, namespace, now, budget), fields, search);
  }

  static Groups groups(
      Content content, Namespace namespace, Aggregation asked, long now, ReadBudget budget) {
    return AggregateEvaluator.groups(entries(content, namespace, now, budget), asked);
  }

  /** The entries, each of them handed out only while the budget is not spent. */
  private static Iterable<Entry> entries(
      Content content, Namespace namespace, long now, ReadBudget budget) {
    List<Entry> entries = new ArrayList<>();
    content.visitEntries(namespace, null, now, entries::add);
    return () ->
        entries.stream()
            .map(
                entry -> {
                  budget.check();
                  return entry;
                })
            .iterator();
  }
}
