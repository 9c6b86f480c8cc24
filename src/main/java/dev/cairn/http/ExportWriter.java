package dev.cairn.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.Entry;
import dev.cairn.JsonText;
import dev.cairn.ShardId;
import dev.cairn.storage.ExportVisitor;
import dev.cairn.storage.NamespaceInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a shard's content as lines of JSON: a header, each namespace followed by its entries, and
 * an end that tells how many entries there were, so that a stream that was cut off is noticed.
 *
 * <p>Texts go through as they are, except that line breaks between their tokens become spaces.
 * Holds one line at a time. One thread.
 */
final class ExportWriter implements ExportVisitor {

  /** What the header calls this form of lines. */
  static final String FORMAT = "cairn-export/1";

  private final OutputStream out;
  private final ShardId shard;
  private final long now;
  private final JsonGenerator json;
  private String namespace = "";
  private long entries;

  /**
   * Writes to {@code out}, which the caller closes.
   *
   * @param now the time, in milliseconds since 1970 UTC
   */
  ExportWriter(OutputStream out, ShardId shard, long now) throws IOException {
    this.out = out;
    this.shard = shard;
    this.now = now;
    this.json = WireJson.generator(out);
    json.setRootValueSeparator(null);
  }

  @Override
  public void begin(long revision) {
    line(
        () -> {
          json.writeStringField("format", FORMAT);
          json.writeStringField("shard", shard.value());
          json.writeNumberField("revision", revision);
          json.writeStringField("exported", WireTimes.rfc3339(now));
        });
  }

  @Override
  public void namespace(NamespaceInfo info) {
    namespace = info.name().value();
    line(
        () -> {
          json.writeStringField("namespace", namespace);
          WireJson.text(json, "metadata", onOneLine(info.metadata()));
        });
  }

  @Override
  public void entry(Entry entry) {
    entries++;
    line(
        () -> {
          json.writeStringField("namespace", namespace);
          json.writeStringField("key", entry.key().text());
          WireJson.versionAndTimes(json, entry);
          WireJson.text(json, "value", onOneLine(entry.value()));
          WireJson.text(json, "metadata", onOneLine(entry.metadata()));
        });
  }

  /** Writes the last line. */
  void end() {
    line(
        () -> {
          json.writeBooleanField("end", true);
          json.writeNumberField("entries", entries);
        });
    try {
      json.flush();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(Members members) {
    try {
      json.writeStartObject();
      members.write();
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a checked text, line breaks stand only between tokens: within strings they are escaped. */
  private static @Nullable JsonText onOneLine(@Nullable JsonText text) {
    if (text == null) {
      return null;
    }
    byte[] line = null;
    byte[] utf8 = text.utf8();
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] == '\n' || utf8[i] == '\r') {
        line = line == null ? utf8.clone() : line;
        line[i] = ' ';
      }
    }
    return line == null ? text : JsonText.ofChecked(line);
  }

  /** Writes the members of a line. */
  @FunctionalInterface
  private interface Members {

    /** Writes them. */
    void write() throws IOException;
  }
}
