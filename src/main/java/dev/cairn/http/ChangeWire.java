package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.Entry;
import dev.cairn.storage.Change;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes changes as clients see them, in pages and in event streams. Any thread. */
final class ChangeWire {

  private ChangeWire() {}

  /** The word for a kind of change. */
  static String word(Change.Kind kind) {
    return switch (kind) {
      case PUT -> "put";
      case DELETE -> "delete";
      case EXPIRE -> "expire";
      case CLEAR, REMOVE_NAMESPACE -> "clear";
      case NAMESPACE -> "namespace";
    };
  }

  /** The members of a change, inside an object that has been begun. */
  static void members(JsonGenerator json, Change change) throws IOException {
    json.writeNumberField("revision", change.revision());
    json.writeStringField("op", word(change.kind()));
    json.writeStringField("namespace", change.namespace().value());
    if (change.key() != null) {
      json.writeStringField("key", change.key().text());
    }
    json.writeStringField("at", WireTimes.rfc3339(change.at()));
    if (change.kind() == Change.Kind.REMOVE_NAMESPACE) {
      json.writeBooleanField("namespaceDeleted", true);
    }
    Entry entry = change.entry();
    if (entry != null) {
      if (entry.expires() != Entry.NEVER) {
        json.writeStringField(ExpiryTexts.EXPIRES, WireTimes.rfc3339(entry.expires()));
      }
      WireJson.text(json, "value", entry.value());
      WireJson.text(json, "metadata", entry.metadata());
    }
  }

  /** About how many bytes a change becomes. */
  static int about(Change change) {
    return change.entry() == null ? WireJson.FEW_BYTES / 4 : WireJson.about(change.entry());
  }

  /** The body of a page. */
  static byte[] page(ChangePage page) {
    int about = WireJson.FEW_BYTES;
    for (Change change : page.changes()) {
      about += about(change);
    }
    return WireJson.bytes(
        about,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("items");
          for (Change change : page.changes()) {
            json.writeStartObject();
            members(json, change);
            json.writeEndObject();
          }
          json.writeEndArray();
          if (page.more()) {
            json.writeStringField("nextCursor", page.reached().toString());
          }
          json.writeNumberField("revision", page.reached().whole());
          json.writeEndObject();
        });
  }

  /**
   * A page as events of a stream, {@code
   * https://html.spec.whatwg.org/multipage/server-sent-events.html}. The id of each is the place
   * behind it, so that a client that begins again with the last one it has seen misses none and
   * sees none twice.
   */
  static byte[] events(ChangePage page) {
    return events(page, "", _ -> {});
  }

  /**
   * As the other.
   *
   * @param before what stands before the place in each id
   * @param first writes what comes first in each change
   */
  static byte[] events(ChangePage page, String before, WireJson.Part first) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(WireJson.FEW_BYTES);
    for (int i = 0; i < page.changes().size(); i++) {
      Change change = page.changes().get(i);
      text(out, "id: " + before + behind(page, i) + "\n");
      data(
          out,
          WireJson.bytes(
              about(change),
              json -> {
                json.writeStartObject();
                first.writeTo(json);
                members(json, change);
                json.writeEndObject();
              }));
    }
    return out.toByteArray();
  }

  /** The place behind a change of a page: its revision, if none of the same unit follows. */
  private static ChangePosition behind(ChangePage page, int index) {
    Change change = page.changes().get(index);
    boolean last = index == page.changes().size() - 1;
    boolean ofUnit =
        last
            ? page.reached().whole() >= change.revision()
            : page.changes().get(index + 1).revision() > change.revision();
    return ofUnit
        ? ChangePosition.behind(change.revision())
        : new ChangePosition(change.revision(), change.index());
  }

  /** In JSON, line breaks stand only between tokens: within strings they are escaped. */
  private static void onOneLine(byte[] json) {
    for (int i = 0; i < json.length; i++) {
      if (json[i] == '\n' || json[i] == '\r') {
        json[i] = ' ';
      }
    }
  }

  /** The event that tells why a stream, or the part of a shard in it, ends. */
  static byte[] problem(byte[] problem) {
    return event("problem", problem);
  }

  /** An event of another type than a change. */
  static byte[] event(String type, byte[] json) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(WireJson.FEW_BYTES);
    text(out, "event: " + type + "\n");
    data(out, json);
    return out.toByteArray();
  }

  private static void data(ByteArrayOutputStream out, byte[] json) {
    onOneLine(json);
    text(out, "data: ");
    out.writeBytes(json);
    text(out, "\n\n");
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
