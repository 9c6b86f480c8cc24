package dev.cairn.http;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of feeds of many shards, for the API description alone: bodies are read
 * and written as streams, and no instance of these is ever made.
 */
final class MergedShapes {

  private MergedShapes() {}

  @Schema(
      name = "FeedCursor",
      description = "A place in the feed of a shard, as it came; or null for none.",
      type = SchemaType.STRING,
      nullable = true)
  record FeedCursor() {}

  @Schema(
      name = "MergedFeed",
      description = "Which shards are followed, and from where: `shards`, a `prefix`, or both.")
  record FeedBody(
      @Schema(description = "Shards by id with the cursor of each.")
          @Nullable Map<String, FeedCursor> shards,
      @Schema(
              description =
                  "All other shards whose id begins so are followed, those that are made later"
                      + " too; empty for all. Those that the caller may not read are left out.",
              maxLength = 200)
          @Nullable String prefix,
      @Schema(
              description =
                  "Where shards without a cursor begin: with the oldest change that is kept, or"
                      + " behind all that is there. Those made later begin with the oldest.",
              enumeration = {"oldest", "now"},
              defaultValue = "oldest")
          @Nullable String since,
      @Schema(description = "Only changes in this namespace.") @Nullable String namespace,
      @Schema(description = "What puts carry: `value`, `metadata`; neither if left out.")
          @Nullable List<String> include,
      @Schema(
              description = "Most changes of a page; a stream has no end.",
              minimum = "1",
              maximum = "10000",
              defaultValue = "100")
          @Nullable Integer limit,
      @Schema(
              name = "wait",
              description =
                  "How long a page waits for its first change, as an ISO 8601 duration of at most a"
                      + " minute.",
              defaultValue = "PT0S")
          @Nullable String waitFor) {}

  @Schema(name = "MergedChange", description = "A change, and the shard that it is of.")
  record MergedItem(
      @Schema(required = true, description = "The shard.") String shard,
      @Schema(required = true, description = "The revision of the unit.", minimum = "1")
          long revision,
      @Schema(
              required = true,
              description = "What was done, as in the feed of one shard.",
              enumeration = {"put", "delete", "expire", "clear", "namespace"})
          String op,
      @Schema(required = true, description = "The namespace.") String namespace,
      @Schema(description = "The key of the entry; missing if the change is of the namespace.")
          @Nullable String key,
      @Schema(required = true, description = "When it was made.", format = "date-time") String at,
      @Schema(description = "Whether the namespace itself was deleted, too.")
          @Nullable Boolean namespaceDeleted,
      @Schema(
              description = "When the entry expires, if it does; shown with value or metadata.",
              format = "date-time")
          @Nullable String expires,
      @Schema(description = "The value that a `put` left, as in the feed of one shard.")
          @Nullable Object value,
      @Schema(description = "The metadata that it left, as with `value`.")
          @Nullable Map<String, Object> metadata) {}

  @Schema(name = "MergedPage", description = "A page of the feeds of many shards.")
  record MergedPage(
      @Schema(
              required = true,
              description = "The changes; those of one shard are in the order they were made.")
          List<MergedItem> items,
      @Schema(
              required = true,
              description =
                  "The new cursor of each shard that was read; those of others stay as they were.")
          Map<String, String> cursors,
      @Schema(
              required = true,
              description = "For each shard that could not be read a problem that names it.")
          List<ShardProblem> problems,
      @Schema(
              required = true,
              description = "Whether further changes may be there already: ask again at once.")
          boolean more) {}

  @Schema(name = "ShardProblem", description = "Why a shard could not be read.")
  record ShardProblem(
      @Schema(required = true, description = "What kind of problem it is.") String type,
      @Schema(required = true, description = "What the code means.") String title,
      @Schema(required = true, description = "The status that it would have alone.") int status,
      @Schema(required = true, description = "What is in the way.") String detail,
      @Schema(required = true, description = "The code; it never changes its meaning.") String code,
      @Schema(required = true, description = "What the log calls the request.") String requestId,
      @Schema(required = true, description = "The shard.") String shard) {}
}
