package dev.cairn.http;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of feeds, for the API description alone: bodies are written as streams,
 * and no instance of these is ever made.
 */
final class ChangeShapes {

  private ChangeShapes() {}

  @Schema(name = "Change", description = "What a committed unit did to an entry or a namespace.")
  record ChangeItem(
      @Schema(required = true, description = "The revision of the unit.", minimum = "1")
          long revision,
      @Schema(
              required = true,
              description =
                  "`put`: the entry was made, overwritten, patched or given other metadata;"
                      + " `delete`: it was deleted; `expire`: its time was over; `clear`: all"
                      + " entries of the namespace were deleted, and the namespace itself if"
                      + " `namespaceDeleted` says so; `namespace`: the namespace was made by"
                      + " itself, or given other metadata.",
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
      @Schema(
              description =
                  "The value that a `put` left, if values are asked for; missing once a later"
                      + " change, which is told of in its turn, has changed the entry again.")
          @Nullable Object value,
      @Schema(description = "The metadata that it left, as with `value`.")
          @Nullable Map<String, Object> metadata) {}

  @Schema(name = "ChangePage", description = "A page of a feed.")
  record ChangeItemPage(
      @Schema(required = true, description = "The changes, in the order they were made.")
          List<ChangeItem> items,
      @Schema(
              description =
                  "Where the next page goes on, for `since`; missing if nothing more is there"
                      + " now.")
          @Nullable String nextCursor,
      @Schema(
              required = true,
              description =
                  "The revision up to which all was told that was asked for: `since` of the next"
                      + " request if there is no `nextCursor`.",
              minimum = "0")
          long revision) {}
}
