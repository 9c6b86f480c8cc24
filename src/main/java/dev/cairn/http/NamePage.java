package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.Entry;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that was asked for one more item than the page may hold, to know whether it is
 * the last.
 *
 * @param items those of the page
 * @param last the last of them, or null if no page follows
 */
record NamePage<T>(List<T> items, @Nullable T last) {

  /** The page of at most {@code limit} of the items that were found. */
  static <T> NamePage<T> of(List<T> found, int limit) {
    if (found.size() <= limit) {
      return new NamePage<>(found, null);
    }
    List<T> items = found.subList(0, limit);
    return new NamePage<>(items, items.getLast());
  }

  /**
   * The cursor of the page that follows.
   *
   * @param fingerprint of the request that it belongs to
   * @param history of the shard that the list is of; 0 if it is of none
   * @param position what the list is ordered by
   * @return null if no page follows
   */
  @Nullable String next(
      PageCursor.Kind kind, long fingerprint, long history, Function<T, String> position) {
    return last == null
        ? null
        : new PageCursor(
                kind, fingerprint, history, position.apply(last).getBytes(StandardCharsets.UTF_8))
            .encoded();
  }

  /** Writes the members of an item. */
  @FunctionalInterface
  interface ItemWriter<T> {

    /** Writes them, inside an object that has been begun. */
    void write(JsonGenerator json, T item) throws IOException;
  }

  /** The body of a page. */
  static <T> byte[] bytes(List<T> items, @Nullable String nextCursor, ItemWriter<T> writer) {
    return bytes(WireJson.FEW_BYTES, items, nextCursor, writer);
  }

  /** The body of a page of entries. */
  static byte[] bytes(List<Entry> entries, @Nullable String nextCursor) {
    int about = WireJson.FEW_BYTES;
    for (Entry entry : entries) {
      about += WireJson.about(entry);
    }
    return bytes(about, entries, nextCursor, WireJson::entryMembers);
  }

  private static <T> byte[] bytes(
      int about, List<T> items, @Nullable String nextCursor, ItemWriter<T> writer) {
    return WireJson.bytes(
        about,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (T item : items) {
            json.writeStartObject();
            writer.write(json, item);
            json.writeEndObject();
          }
          json.writeEndArray();
          if (nextCursor != null) {
            json.writeStringField("nextCursor", nextCursor);
          }
          json.writeEndObject();
        });
  }

  /**
   * The answer to a list, with its link to the next page.
   *
   * @param parameters names and values of the request's other parameters in turn
   */
  static Response response(
      byte[] body, String path, @Nullable String nextCursor, @Nullable String... parameters) {
    Response.ResponseBuilder answer = Response.ok(body);
    if (nextCursor != null) {
      answer.header("Link", PageParameters.nextLink(path, nextCursor, parameters));
    }
    return answer.build();
  }
}
