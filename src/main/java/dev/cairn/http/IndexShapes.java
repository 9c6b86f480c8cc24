package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.storage.DeclaredIndex;
import dev.cairn.storage.FieldIndex;
import dev.cairn.storage.IndexInfo;
import dev.cairn.storage.SearchIndex;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of declared indexes. The records are for the API description alone: no
 * instance of them is ever made.
 */
final class IndexShapes {

  /** An index, as the API description shows it. */
  static final String EXAMPLE =
      "{\"name\":\"by-city\",\"kind\":\"field\",\"field\":\"addr.city\",\"unique\":false,\"state\":\"ready\","
          + "\"entries\":40,\"bytes\":1240}";

  private IndexShapes() {}

  @Schema(name = "IndexDefinition", description = "What an index is to be.")
  record IndexBody(
      @Schema(
              required = true,
              description = "Its name: 1 to 100 of `A-Z a-z 0-9 . _ ~ : -`, no dot first.")
          String name,
      @Schema(
              description =
                  "`field` for an index that entries are found and ordered by, `search` for one of"
                      + " the words of texts.",
              enumeration = {"field", "search"},
              defaultValue = "field")
          @Nullable String kind,
      @Schema(
              description =
                  "Of the kind `field`: what entries are found and ordered by, a path into the"
                      + " value, or one of `$value`, `$created`, `$updated`, `$version`,"
                      + " `$metadata.x`.")
          @Nullable String field,
      @Schema(
              description =
                  "Of the kind `search`: paths of strings, or of arrays of strings, in the value or"
                      + " the metadata (`$metadata.x`).",
              minItems = 1,
              maxItems = 16)
          @Nullable List<String> fields,
      @Schema(
              description =
                  "Of the kind `field`: whether no two entries may have the same boolean, number or"
                      + " string there; `false` if left out.")
          @Nullable Boolean unique) {}

  @Schema(name = "Index", description = "A declared index.")
  record IndexItem(
      @Schema(required = true, description = "Its name.") String name,
      @Schema(
              required = true,
              description = "What it serves.",
              enumeration = {"field", "search"})
          String kind,
      @Schema(description = "Of the kind `field`: what entries are found and ordered by.")
          @Nullable String field,
      @Schema(description = "Of the kind `search`: whose texts it has.")
          @Nullable List<String> fields,
      @Schema(description = "Of the kind `field`: whether it refuses a second entry with the same.")
          @Nullable Boolean unique,
      @Schema(
              required = true,
              description =
                  "`building` while it takes entries in, `ready` when queries use it, `failed` if it"
                      + " was to be unique and entries are not.",
              enumeration = {"building", "ready", "failed"})
          String state,
      @Schema(description = "How many entries it has taken in.", minimum = "0")
          @Nullable Long entries,
      @Schema(description = "Bytes of the keys and values that it holds, about.", minimum = "0")
          @Nullable Long bytes,
      @Schema(description = "Keys of two entries with the same, if it has failed.")
          @Nullable List<String> keys) {}

  @Schema(name = "IndexPage", description = "All indexes of a namespace, ordered by name.")
  record IndexPage(@Schema(required = true, description = "The indexes.") List<IndexItem> items) {}

  /** The members of an index, inside an object that has been begun. */
  static void members(JsonGenerator json, DeclaredIndex index) throws IOException {
    json.writeStringField("name", index.definition().name());
    switch (index.definition()) {
      case FieldIndex(var _, String field, boolean unique) -> {
        json.writeStringField("kind", "field");
        json.writeStringField("field", field);
        json.writeBooleanField("unique", unique);
      }
      case SearchIndex(var _, List<String> fields) -> {
        json.writeStringField("kind", "search");
        json.writeArrayFieldStart("fields");
        for (String field : fields) {
          json.writeString(field);
        }
        json.writeEndArray();
      }
    }
    json.writeStringField("state", index.state().name().toLowerCase(Locale.ROOT));
    DeclaredIndex.Twins twins = index.twins();
    if (twins != null) {
      json.writeArrayFieldStart("keys");
      json.writeString(twins.one().text());
      json.writeString(twins.other().text());
      json.writeEndArray();
    }
  }

  /** As {@link #members(JsonGenerator, DeclaredIndex)}, with figures. */
  static void members(JsonGenerator json, IndexInfo info) throws IOException {
    members(json, info.index());
    json.writeNumberField("entries", info.entries());
    json.writeNumberField("bytes", info.bytes());
  }

  /** The body that an index with its figures is. */
  static byte[] body(IndexInfo info) {
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          members(json, info);
          json.writeEndObject();
        });
  }

  /** The body that an index is. */
  static byte[] body(DeclaredIndex index) {
    return WireJson.bytes(
        json -> {
          json.writeStartObject();
          members(json, index);
          json.writeEndObject();
        });
  }
}
