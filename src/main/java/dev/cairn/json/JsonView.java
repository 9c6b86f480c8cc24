package dev.cairn.json;

import dev.cairn.JsonText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One value inside a JSON text, read straight from the bytes: nothing is parsed before it is asked
 * for, and no tree is built. The text must have passed the strict check; what a view answers for
 * any other text is undefined.
 *
 * <p>The children of an array or object are walked with {@link #first()} and {@link #next()}, in
 * the order of the text. Immutable; any thread.
 */
public final class JsonView {

  /** What a value is, in the order in which sorts rank them; numbers and strings are one each. */
  public enum Kind {
    NULL,
    FALSE,
    TRUE,
    NUMBER,
    STRING,
    ARRAY,
    OBJECT
  }

  private static final int NO_NAME = -1;

  private final byte[] text;
  private final int name;
  private final int start;

  private JsonView(byte[] text, int name, int start) {
    this.text = text;
    this.name = name;
    this.start = start;
  }

  /** The whole of {@code text}. */
  public static JsonView of(JsonText text) {
    return new JsonView(text.utf8(), NO_NAME, JsonViewScan.skipSpace(text.utf8(), 0));
  }

  /** What the value is. */
  public Kind kind() {
    return switch (text[start]) {
      case 'n' -> Kind.NULL;
      case 'f' -> Kind.FALSE;
      case 't' -> Kind.TRUE;
      case '"' -> Kind.STRING;
      case '[' -> Kind.ARRAY;
      case '{' -> Kind.OBJECT;
      default -> Kind.NUMBER;
    };
  }

  /** The first element or member; null if there is none or this is neither array nor object. */
  public @Nullable JsonView first() {
    return switch (kind()) {
      case ARRAY -> child(start + 1, ']', false);
      case OBJECT -> child(start + 1, '}', true);
      default -> null;
    };
  }

  /** The element or member behind this one, or null if this is the last, or not a child. */
  public @Nullable JsonView next() {
    int behind = JsonViewScan.skipSpace(text, end());
    if (behind >= text.length || text[behind] != ',') {
      return null;
    }
    return child(behind + 1, (byte) 0, name != NO_NAME);
  }

  private @Nullable JsonView child(int from, int close, boolean named) {
    int at = JsonViewScan.skipSpace(text, from);
    if (text[at] == close) {
      return null;
    }
    if (!named) {
      return new JsonView(text, NO_NAME, at);
    }
    int colon = JsonViewScan.skipSpace(text, JsonViewScan.endOfString(text, at));
    return new JsonView(text, at, JsonViewScan.skipSpace(text, colon + 1));
  }

  /** The member called {@code utf8}, or null if there is none or this is no object. */
  public @Nullable JsonView member(byte[] utf8) {
    if (kind() != Kind.OBJECT) {
      return null;
    }
    JsonView member = first();
    while (member != null && !Arrays.equals(member.decoded(member.name), utf8)) {
      member = member.next();
    }
    return member;
  }

  /** The element at {@code index}, from 0, or null if there is none or this is no array. */
  public @Nullable JsonView element(int index) {
    if (kind() != Kind.ARRAY) {
      return null;
    }
    JsonView element = first();
    for (int i = 0; i < index && element != null; i++) {
      element = element.next();
    }
    return element;
  }

  /**
   * The name of this member, with a replacement character for what is no Unicode text.
   *
   * @throws IllegalStateException if this is not the member of an object
   */
  public String name() {
    if (name == NO_NAME) {
      throw new IllegalStateException("not a member");
    }
    return new String(decoded(name), StandardCharsets.UTF_8);
  }

  /**
   * The characters of this string in UTF-8, escapes resolved. The escape of a lone surrogate
   * becomes the three bytes that UTF-8 would have for it, which are found in no other text.
   *
   * @throws IllegalStateException if this is no string
   */
  public byte[] stringUtf8() {
    if (kind() != Kind.STRING) {
      throw new IllegalStateException("not a string");
    }
    return decoded(start);
  }

  /**
   * The characters of this string, escapes resolved. The escape of a lone surrogate stays one.
   *
   * @throws IllegalStateException if this is no string
   */
  public String string() {
    if (kind() != Kind.STRING) {
      throw new IllegalStateException("not a string");
    }
    return Strings.decode(new Slice(text, start, end()));
  }

  /** The number if it is written as a whole number within 64 bits; else, or if it is none, null. */
  public @Nullable Long whole() {
    int end = end();
    for (int i = start; i < end; i++) {
      if ((text[i] < '0' || text[i] > '9') && !(i == start && text[i] == '-')) {
        return null;
      }
    }
    try {
      return Long.valueOf(written());
    } catch (NumberFormatException tooLong) {
      return null;
    }
  }

  /** Bytes of the value as it is written. Walks it each time. */
  public int size() {
    return end() - start;
  }

  /** The value as a text of its own, byte for byte as it is written. */
  public JsonText text() {
    return JsonText.ofChecked(Arrays.copyOfRange(text, start, end()));
  }

  /** The value as it is written. */
  public String written() {
    return new String(text, start, size(), StandardCharsets.UTF_8);
  }

  private int end() {
    return JsonViewScan.endOfValue(text, start);
  }

  private byte[] decoded(int quote) {
    int end = JsonViewScan.endOfString(text, quote) - 1;
    int escape = quote + 1;
    while (escape < end && text[escape] != '\\') {
      escape++;
    }
    if (escape == end) {
      return Arrays.copyOfRange(text, quote + 1, end);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(end - quote);
    out.write(text, quote + 1, escape - quote - 1);
    int at = escape;
    while (at < end) {
      at = JsonViewScan.decodeOne(text, at, out);
    }
    return out.toByteArray();
  }
}
