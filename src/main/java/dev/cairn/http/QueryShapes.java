package dev.cairn.http;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of queries and counts, for the API description alone: bodies are read
 * and written as streams, and no instance of these is ever made.
 */
final class QueryShapes {

  private QueryShapes() {}

  @Schema(
      name = "Filter",
      description =
          "A condition `{field, operator, value}`, or a group: `and` or `or` with a list of"
              + " filters, or `not` with one.")
  record FilterItem(
      @Schema(
              description =
                  "A path into the value (`addr.city`, `tags[0]`, `[\"a.b\"].c`) or one of `$key`,"
                      + " `$value`, `$created`, `$updated`, `$version`, `$metadata.x`.")
          @Nullable String field,
      @Schema(
              description = "How the field is compared.",
              enumeration = {
                "eq",
                "ne",
                "gt",
                "gte",
                "lt",
                "lte",
                "contains",
                "containsAny",
                "containsAll",
                "startsWith",
                "endsWith",
                "in",
                "nin",
                "exists"
              })
          @Nullable String operator,
      @Schema(description = "What the field is compared with.") @Nullable Object value,
      @Schema(description = "Every one of these holds.") @Nullable List<Object> and,
      @Schema(description = "At least one of these holds.") @Nullable List<Object> or,
      @Schema(description = "This does not hold.") @Nullable Object not) {}

  @Schema(name = "Sort", description = "One criterion of an order.")
  record SortItem(
      @Schema(required = true, description = "What is compared.") String field,
      @Schema(
              description = "`asc` if left out.",
              enumeration = {"asc", "desc"})
          @Nullable String order) {}

  @Schema(
      name = "Query",
      description = "Which entries, in which order. Order of work: filter, sort, offset, limit.")
  record QueryBody(
      @Schema(description = "The condition; every entry if left out.") @Nullable FilterItem filter,
      @Schema(description = "The order, most significant first; by key if left out.")
          @Nullable List<SortItem> sort,
      @Schema(description = "Most entries of the page.", minimum = "1", defaultValue = "100")
          @Nullable Integer limit,
      @Schema(description = "Entries to pass over; not beside a cursor.", minimum = "0")
          @Nullable Integer offset,
      @Schema(description = "`nextCursor` of the page before, with the same filter and sort.")
          @Nullable String cursor,
      @Schema(description = "What entries carry: `value`, `metadata`; both if left out.")
          @Nullable List<String> include) {}

  @Schema(name = "ExplainedQuery", description = "How a query would be answered now.")
  record Explained(@Schema(required = true, description = "The way.") Plan plan) {}

  @Schema(name = "QueryPlan", description = "The way to an answer, which it does not change.")
  record Plan(
      @Schema(
              required = true,
              description =
                  "`range` where part of an index is looked at, `order` where an index is gone"
                      + " through in its order, `scan` where entries are by key.",
              enumeration = {"range", "order", "scan"})
          String access,
      @Schema(description = "The index that is used, if one is.") @Nullable String index,
      @Schema(required = true, description = "Whether what is found has to be gathered and sorted.")
          boolean sorts) {}

  @Schema(name = "Count", description = "Which entries are counted.")
  record CountBody(
      @Schema(description = "The condition; every entry if left out.")
          @Nullable FilterItem filter) {}

  @Schema(name = "CountResult", description = "How many entries there are.")
  record CountResult(
      @Schema(required = true, description = "Their number.", minimum = "0") long count) {}
}
