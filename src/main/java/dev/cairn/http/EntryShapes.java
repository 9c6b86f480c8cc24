package dev.cairn.http;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of pages of entries, for the API description alone: bodies are read and
 * written as streams, and no instance of these is ever made.
 */
final class EntryShapes {

  private EntryShapes() {}

  @Schema(name = "EntryItem", description = "An entry in a page.")
  record EntryItem(
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

  @Schema(
      name = "EntryPage",
      description =
          "A page of entries. It may hold fewer than `limit` when its entries are large; only a"
              + " missing `nextCursor` means the end.")
  record EntryItemPage(
      @Schema(required = true, description = "The entries.") List<EntryItem> items,
      @Schema(description = "Where the next page goes on; missing at the end.")
          @Nullable String nextCursor) {}
}
