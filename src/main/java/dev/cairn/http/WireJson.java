package dev.cairn.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.Entry;
import dev.cairn.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Writes answers as JSON, straight to bytes; stored texts go through as they are. Any thread. */
final class WireJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private WireJson() {}

  /** Writes a part of an answer. */
  @FunctionalInterface
  interface Part {

    /** Writes it. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** What {@code part} writes, as bytes. */
  static byte[] bytes(Part part) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = generator(out)) {
      part.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A generator into {@code out}; closing it closes {@code out} too. */
  static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** RFC 3339 in UTC with milliseconds. */
  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  /** A member whose value is a stored text; nothing if it is null. */
  static void text(JsonGenerator json, String name, @Nullable JsonText text) throws IOException {
    if (text != null) {
      json.writeFieldName(name);
      json.writeRawValue(new RawJson(text));
    }
  }

  /** The members of an entry, inside an object that the caller has begun. */
  static void entryMembers(JsonGenerator json, Entry entry) throws IOException {
    json.writeStringField("key", entry.key().text());
    versionAndTimes(json, entry);
    text(json, "value", entry.value());
    text(json, "metadata", entry.metadata());
  }

  /** Version, created and updated of an entry. */
  static void versionAndTimes(JsonGenerator json, Entry entry) throws IOException {
    json.writeNumberField("version", entry.version());
    json.writeStringField("created", time(entry.created()));
    json.writeStringField("updated", time(entry.updated()));
  }
}
