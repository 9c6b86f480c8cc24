package dev.cairn.http;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of aggregations, for the API description alone: bodies are read and
 * written as streams, and no instance of these is ever made.
 */
final class AggregateShapes {

  private AggregateShapes() {}

  @Schema(name = "Aggregate", description = "A figure that is made of the entries of a group.")
  record AggregateItem(
      @Schema(
              required = true,
              description =
                  "`count` of the entries, or of those that have the field; `min` and `max` by the"
                      + " order of sorts; `sum` and `avg` of the numbers.",
              enumeration = {"count", "min", "max", "sum", "avg"})
          String function,
      @Schema(description = "What it is made of; may be left out for `count` alone.")
          @Nullable String field) {}

  @Schema(name = "GroupSort", description = "One criterion of an order of groups.")
  record GroupSortItem(
      @Schema(required = true, description = "The name of an aggregate.") String aggregate,
      @Schema(
              description = "`asc` if left out.",
              enumeration = {"asc", "desc"})
          @Nullable String order) {}

  @Schema(name = "Aggregation", description = "Which figures, of which entries, in which groups.")
  record AggregationBody(
      @Schema(description = "The condition; every entry if left out.")
          QueryShapes.@Nullable FilterItem filter,
      @Schema(
              description = "The field that tells the groups apart; one group of all if left out.",
              examples = "addr.city")
          @Nullable String groupBy,
      @Schema(
              required = true,
              description = "The figures by the names that the answer calls them, 1 to 16.")
          Map<String, AggregateItem> aggregates,
      @Schema(
              description =
                  "The order of the groups, most significant first, ties by what groups them; by"
                      + " that alone if left out.")
          @Nullable List<GroupSortItem> sort,
      @Schema(description = "Most groups of the answer.", minimum = "1", defaultValue = "100")
          @Nullable Integer limit) {}

  @Schema(name = "Group", description = "The figures of a group.")
  record GroupItem(
      @Schema(
              description =
                  "The type of what its entries have in the field that groups them; `missing` if"
                      + " they have none. Left out if nothing groups them.",
              enumeration = {"null", "boolean", "number", "string", "array", "object", "missing"})
          @Nullable String type,
      @Schema(
              description =
                  "What its entries have in the field: a time as text; left out for arrays, for"
                      + " objects, and where the field is missing.")
          @Nullable Object group,
      @Schema(
              required = true,
              description = "The figures; one is left out where there is nothing to make it of.")
          Map<String, Object> aggregates) {}

  @Schema(name = "Groups", description = "The groups that were asked for.")
  record GroupList(
      @Schema(required = true, description = "The first groups in the order asked for.")
          List<GroupItem> items,
      @Schema(
              required = true,
              description = "How many groups there are, those beyond the limit too.",
              minimum = "0")
          int groups) {}
}
