package dev.cairn.http;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of namespaces, for the API description alone: bodies are read and
 * written as streams, and no instance of these is ever made.
 */
final class NamespaceShapes {

  private NamespaceShapes() {}

  @Schema(name = "NamespaceSettings", description = "What may be set of a namespace.")
  record NamespaceSettings(
      @Schema(
              description =
                  "A JSON object replaces the metadata, `null` clears them; left out:"
                      + " they stay.",
              nullable = true)
          @Nullable Map<String, Object> metadata) {}

  @Schema(name = "Namespace", description = "A namespace of a shard.")
  record NamespaceItem(
      @Schema(required = true, description = "Its name.") String namespace,
      @Schema(
              required = true,
              description = "The revision that made it or last changed its metadata.",
              minimum = "0")
          long version,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created,
      @Schema(
              required = true,
              description = "When it or its metadata last changed.",
              format = "date-time")
          String updated,
      @Schema(description = "Its metadata, if it has any.")
          @Nullable Map<String, Object> metadata) {}

  @Schema(name = "NamespacePage", description = "A page of namespaces, ordered by name.")
  record NamespacePage(
      @Schema(required = true, description = "The namespaces.") List<NamespaceItem> items,
      @Schema(description = "Where the next page goes on; missing at the end.")
          @Nullable String nextCursor) {}
}
