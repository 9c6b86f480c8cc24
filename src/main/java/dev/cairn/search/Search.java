package dev.cairn.search;

import dev.cairn.query.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a search.
 *
 * @param index the name of a full-text index; null if it is the only one of its namespace
 * @param expression what is looked for
 * @param fields texts of the index's fields that are looked at; empty for all
 * @param query further conditions, the page, and what entries carry; it has no sort, for the most
 *     telling entries come first, ties by key
 * @param snippets how the best part of each field is shown; null if it is not
 * @param highlights how each field is shown; null if it is not
 */
public record Search(
    @Nullable String index,
    SearchExpression expression,
    List<String> fields,
    Query query,
    @Nullable Marks snippets,
    @Nullable Marks highlights) {

  /** Whether the texts of what is found are shown. */
  public boolean shows() {
    return snippets != null || highlights != null;
  }
}
