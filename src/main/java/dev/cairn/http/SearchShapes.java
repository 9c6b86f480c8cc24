package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.search.Found;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of searches. The records are for the API description alone: no instance
 * of them is ever made.
 */
final class SearchShapes {

  private SearchShapes() {}

  @Schema(name = "Search", description = "What is looked for.")
  record SearchBody(
      @Schema(
              required = true,
              description =
                  "Words that must all be there, whatever their case and diacritics; `\"several"
                      + " words\"` as they stand, `word*` the beginning of one, `-word` must not be"
                      + " there, `OR` between alternatives.",
              minLength = 1,
              maxLength = 1000)
          String text,
      @Schema(description = "The name of the index; needed if the namespace has several.")
          @Nullable String index,
      @Schema(description = "The fields of the index that are looked at; all if left out.")
          @Nullable List<String> fields,
      @Schema(description = "A further condition.") QueryShapes.@Nullable FilterItem filter,
      @Schema(description = "Most entries of the page.", minimum = "1") @Nullable Integer limit,
      @Schema(description = "Entries to pass over; not with `cursor`.", minimum = "0")
          @Nullable Integer offset,
      @Schema(description = "The `nextCursor` of the page before.") @Nullable String cursor,
      @Schema(description = "What entries carry: `value`, `metadata`; both if left out.")
          @Nullable List<String> include,
      @Schema(description = "Asks for the best part of each field in which something is found.")
          @Nullable Snippets snippets,
      @Schema(description = "Asks for the whole text of each field in which something is found.")
          @Nullable Highlights highlights) {}

  @Schema(
      name = "SearchSnippets",
      description = "How parts of texts are shown. They are the texts as stored, not escaped.")
  record Snippets(
      @Schema(description = "Stands before what was found; `[` if left out.", maxLength = 32)
          @Nullable String before,
      @Schema(description = "Stands behind it; `]` if left out.", maxLength = 32)
          @Nullable String after,
      @Schema(
              description = "Most words of a part.",
              minimum = "1",
              maximum = "64",
              defaultValue = "16")
          @Nullable Integer words) {}

  @Schema(
      name = "SearchHighlights",
      description = "How texts are shown. They are the texts as stored, not escaped.")
  record Highlights(
      @Schema(description = "Stands before what was found; `[` if left out.", maxLength = 32)
          @Nullable String before,
      @Schema(description = "Stands behind it; `]` if left out.", maxLength = 32)
          @Nullable String after) {}

  @Schema(name = "SearchItem", description = "An entry that was found.")
  record SearchItem(
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
      @Schema(description = "Its metadata, if it has any.") @Nullable Map<String, Object> metadata,
      @Schema(
              required = true,
              description = "How telling it is (BM25); comparable within one answer only.")
          double score,
      @Schema(description = "The best part of each field, if asked for.")
          @Nullable Map<String, String> snippets,
      @Schema(description = "The text of each field, if asked for.")
          @Nullable Map<String, String> highlights) {}

  @Schema(
      name = "SearchPage",
      description =
          "A page of what was found, the most telling first. It may hold fewer than `limit` when"
              + " its entries are large; only a missing `nextCursor` means the end.")
  record SearchPageBody(
      @Schema(required = true, description = "What was found.") List<SearchItem> items,
      @Schema(description = "Where the next page goes on; missing at the end.")
          @Nullable String nextCursor) {}

  /** The members of an item, inside an object that has been begun. */
  static void members(JsonGenerator json, Found found) throws IOException {
    WireJson.entryMembers(json, found.entry());
    json.writeNumberField("score", found.score());
    texts(json, "snippets", found.snippets());
    texts(json, "highlights", found.highlights());
  }

  private static void texts(JsonGenerator json, String name, Map<String, String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeObjectFieldStart(name);
      for (Map.Entry<String, String> text : texts.entrySet()) {
        json.writeStringField(text.getKey(), text.getValue());
      }
      json.writeEndObject();
    }
  }
}
