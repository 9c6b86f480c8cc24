package dev.cairn.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.Entry;
import dev.cairn.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes answers as JSON, straight to bytes; stored texts go through as they are. Any thread. */
final class WireJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Room for an answer of which nothing is known. */
  static final int FEW_BYTES = 512;

  /** Of an entry: what is neither key nor value nor metadata. */
  private static final int NAMES_AND_TIMES_BYTES = 160;

  private WireJson() {}

  /** Writes a part of an answer. */
  @FunctionalInterface
  interface Part {

    /** Writes it. */
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** What {@code part} writes, as bytes. */
  static byte[] bytes(Part part) {
    return bytes(FEW_BYTES, part);
  }

  /**
   * As {@link #bytes(Part)}.
   *
   * @param about how many bytes it will be, so that none is copied twice if there are no more
   */
  static byte[] bytes(int about, Part part) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(about);
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

  /** A member whose value is a stored text; nothing if it is null. */
  static void text(JsonGenerator json, String name, @Nullable JsonText text) throws IOException {
    if (text != null) {
      json.writeFieldName(name);
      json.writeRawValue(new RawJson(text));
    }
  }

  /** About how many bytes an entry becomes. */
  static int about(Entry entry) {
    return NAMES_AND_TIMES_BYTES
        + entry.key().utf8().length
        + (entry.value() == null ? 0 : entry.value().size())
        + (entry.metadata() == null ? 0 : entry.metadata().size());
  }

  /** The members of an entry, inside an object that the caller has begun. */
  static void entryMembers(JsonGenerator json, Entry entry) throws IOException {
    json.writeStringField("key", entry.key().text());
    versionAndTimes(json, entry);
    text(json, "value", entry.value());
    text(json, "metadata", entry.metadata());
  }

  /** Version, created, updated, and expires if it does, of an entry. */
  static void versionAndTimes(JsonGenerator json, Entry entry) throws IOException {
    json.writeNumberField("version", entry.version());
    json.writeStringField("created", WireTimes.rfc3339(entry.created()));
    json.writeStringField("updated", WireTimes.rfc3339(entry.updated()));
    if (entry.expires() != Entry.NEVER) {
      json.writeStringField(ExpiryTexts.EXPIRES, WireTimes.rfc3339(entry.expires()));
    }
  }
}
