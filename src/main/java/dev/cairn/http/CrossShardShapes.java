package dev.cairn.http;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of reads over several shards, for the API description alone: bodies are
 * read and written as streams, and no instance of these is ever made.
 */
final class CrossShardShapes {

  private CrossShardShapes() {}

  @Schema(
      name = "CrossShardQuery",
      description = "Which entries of which shards, in which order. One of `shards` and `prefix`.")
  record QueryBody(
      @Schema(description = "The ids of the shards, each once.") @Nullable List<String> shards,
      @Schema(
              description = "What the ids of the shards begin with; may be empty.",
              examples = "guild-")
          @Nullable String prefix,
      @Schema(description = "The namespace of each.", defaultValue = "default")
          @Nullable String namespace,
      @Schema(description = "The condition; every entry if left out.")
          QueryShapes.@Nullable FilterItem filter,
      @Schema(
              description =
                  "The order, most significant first, ties by shard and key; by these alone if left"
                      + " out.")
          @Nullable List<QueryShapes.SortItem> sort,
      @Schema(description = "Most entries of the page.", minimum = "1", defaultValue = "100")
          @Nullable Integer limit,
      @Schema(description = "`nextCursor` of the page before, with the same request.")
          @Nullable String cursor,
      @Schema(description = "What entries carry: `value`, `metadata`; both if left out.")
          @Nullable List<String> include) {}

  @Schema(
      name = "CrossShardCount",
      description = "Which entries of which shards are counted. One of `shards` and `prefix`.")
  record CountBody(
      @Schema(description = "The ids of the shards, each once.") @Nullable List<String> shards,
      @Schema(description = "What the ids of the shards begin with; may be empty.")
          @Nullable String prefix,
      @Schema(description = "The namespace of each.", defaultValue = "default")
          @Nullable String namespace,
      @Schema(description = "The condition; every entry if left out.")
          QueryShapes.@Nullable FilterItem filter) {}

  @Schema(
      name = "CrossShardAggregation",
      description =
          "Which figures, of which entries of which shards. One of `shards` and `prefix`.")
  record AggregationBody(
      @Schema(description = "The ids of the shards, each once.") @Nullable List<String> shards,
      @Schema(description = "What the ids of the shards begin with; may be empty.")
          @Nullable String prefix,
      @Schema(description = "The namespace of each.", defaultValue = "default")
          @Nullable String namespace,
      @Schema(description = "The condition; every entry if left out.")
          QueryShapes.@Nullable FilterItem filter,
      @Schema(description = "The field that tells the groups apart; one group of all if left out.")
          @Nullable String groupBy,
      @Schema(
              required = true,
              description = "The figures by the names that the answer calls them, 1 to 16.")
          Map<String, AggregateShapes.AggregateItem> aggregates,
      @Schema(description = "The order of the groups; by what groups them if left out.")
          @Nullable List<AggregateShapes.GroupSortItem> sort,
      @Schema(description = "Most groups of the answer.", minimum = "1", defaultValue = "100")
          @Nullable Integer limit) {}

  @Schema(name = "ShardFailure", description = "Why a shard has no part in the answer.")
  record Failure(
      @Schema(required = true, description = "The shard.") String shard,
      @Schema(required = true, description = "What a request to it alone would be answered with.")
          int status,
      @Schema(
              required = true,
              description = "The code of that problem.",
              examples = "shard-not-found")
          String code,
      @Schema(required = true, description = "What is wrong.") String detail) {}

  @Schema(name = "ShardEntry", description = "An entry in a page over several shards.")
  record EntryItem(
      @Schema(required = true, description = "Its shard.") String shard,
      @Schema(required = true, description = "Its key.", minLength = 1) String key,
      @Schema(required = true, description = "The revision that last wrote it.", minimum = "1")
          long version,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created,
      @Schema(required = true, description = "When it was last written.", format = "date-time")
          String updated,
      @Schema(description = "When it expires; left out if it does not.", format = "date-time")
          @Nullable String expires,
      @Schema(description = "Its value: any JSON.") @Nullable Object value,
      @Schema(description = "Its metadata, if it has any.")
          @Nullable Map<String, Object> metadata) {}

  @Schema(name = "ShardEntryPage", description = "A page over several shards.")
  record EntryPage(
      @Schema(required = true, description = "The entries.") List<EntryItem> items,
      @Schema(
              required = true,
              description = "The shards that could not be read; empty if all could.")
          List<Failure> failures,
      @Schema(description = "Where the next page goes on; missing at the end.")
          @Nullable String nextCursor) {}

  @Schema(name = "CrossShardCountResult", description = "How many entries there are.")
  record CountResult(
      @Schema(required = true, description = "Their number.", minimum = "0") long count,
      @Schema(required = true, description = "How many shards were read.", minimum = "0")
          int shards,
      @Schema(
              required = true,
              description = "The shards that could not be read; empty if all could.")
          List<Failure> failures) {}

  @Schema(name = "CrossShardGroups", description = "The groups over all shards.")
  record GroupList(
      @Schema(required = true, description = "The first groups in the order asked for.")
          List<AggregateShapes.GroupItem> items,
      @Schema(required = true, description = "How many groups there are.", minimum = "0")
          int groups,
      @Schema(required = true, description = "How many shards were read.", minimum = "0")
          int shards,
      @Schema(
              required = true,
              description = "The shards that could not be read; empty if all could.")
          List<Failure> failures) {}
}
