package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.cairn.CairnException;
import dev.cairn.Limits;
import dev.cairn.json.JsonCheck;
import dev.cairn.json.JsonView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How this room reads and writes JSON. */
final class CliJson {

  /** Deepest nesting of what is read: the deepest value with some room around it. */
  static final int MAX_DEPTH = Limits.MAX_VALUE_DEPTH + 32;

  /**
   * For texts that are too long to be held, and for writing. Names are not interned: an input may
   * have millions of different ones.
   */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Limits.MAX_VALUE_BYTES)
                  .maxStringLength(Limits.MAX_VALUE_BYTES)
                  .maxNameLength(Limits.MAX_VALUE_BYTES)
                  .build())
          .build();

  private CliJson() {}

  /** The characters of a JSON string that says {@code text}, without its quotes, in UTF-8. */
  static byte[] quoted(String text) {
    return JsonStringEncoder.getInstance().quoteAsUTF8(text);
  }

  /**
   * The root of a text that fits into memory.
   *
   * @throws IOException says what is wrong with it, if it is no strict JSON
   */
  static JsonView view(byte[] utf8) throws IOException {
    try {
      return JsonView.of(JsonCheck.check(utf8, MAX_DEPTH));
    } catch (CairnException e) {
      throw new IOException(e.detail(), e);
    }
  }

  /** A member of {@code json}, or null if there is none or {@code json} is no object. */
  static @Nullable JsonView member(JsonView json, String name) {
    return json.member(name.getBytes(StandardCharsets.UTF_8));
  }

  /** What the string member {@code name} says; empty if there is no such string. */
  static String string(JsonView json, String name) {
    JsonView member = member(json, name);
    return member == null || member.kind() != JsonView.Kind.STRING ? "" : said(member);
  }

  /** What a string says. */
  static String said(JsonView string) {
    return new String(string.stringUtf8(), StandardCharsets.UTF_8);
  }

  /** The whole number in member {@code name}, from 0 on; -1 if there is no such number. */
  static long whole(JsonView json, String name) {
    JsonView member = member(json, name);
    String written = member == null ? "" : member.written();
    return written.matches("\\d{1,18}") ? Long.parseLong(written) : -1;
  }
}
