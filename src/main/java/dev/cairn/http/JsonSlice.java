package dev.cairn.http;

import dev.cairn.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One value inside a JSON text that has passed the strict check, as a window on its bytes: what a
 * client wrote can be taken out exactly as it stands there. Immutable; any thread.
 */
final class JsonSlice {

  /** The type of a JSON value. */
  enum Kind {
    OBJECT("an object"),
    ARRAY("an array"),
    STRING("a string"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("null");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** The type with its article, for messages. */
    String words() {
      return words;
    }
  }

  private final byte[] utf8;
  private final int start;
  private final int end;

  private JsonSlice(byte[] utf8, int start, int end) {
    this.utf8 = utf8;
    this.start = start;
    this.end = end;
  }

  /** The whole of a checked text. */
  static JsonSlice of(JsonText checked) {
    byte[] utf8 = checked.utf8();
    int start = afterSpace(utf8, 0);
    return new JsonSlice(utf8, start, endOfValue(utf8, start));
  }

  Kind kind() {
    return switch (utf8[start]) {
      case '{' -> Kind.OBJECT;
      case '[' -> Kind.ARRAY;
      case '"' -> Kind.STRING;
      case 't', 'f' -> Kind.BOOLEAN;
      case 'n' -> Kind.NULL;
      default -> Kind.NUMBER;
    };
  }

  /** The size in bytes. */
  int size() {
    return end - start;
  }

  /** A copy of the bytes. */
  JsonText text() {
    return JsonText.ofChecked(Arrays.copyOfRange(utf8, start, end));
  }

  /** Whether it is the literal {@code true}. */
  boolean isTrue() {
    return utf8[start] == 't';
  }

  /** The number if it is written as a whole number within 64 bits, else null. */
  @Nullable Long whole() {
    for (int i = start; i < end; i++) {
      if ((utf8[i] < '0' || utf8[i] > '9') && !(i == start && utf8[i] == '-')) {
        return null;
      }
    }
    try {
      return Long.valueOf(new String(utf8, start, end - start, StandardCharsets.US_ASCII));
    } catch (NumberFormatException tooLong) {
      return null;
    }
  }

  /** What a string spells, escapes resolved. A lone surrogate stays one. */
  String string() {
    String raw = new String(utf8, start + 1, end - start - 2, StandardCharsets.UTF_8);
    return raw.indexOf('\\') < 0 ? raw : unescaped(raw);
  }

  /** Tells of each member of an object, in order. */
  void members(BiConsumer<String, JsonSlice> consumer) {
    int at = afterSpace(utf8, start + 1);
    while (utf8[at] != '}') {
      int nameEnd = endOfString(utf8, at);
      JsonSlice name = new JsonSlice(utf8, at, nameEnd);
      int value = afterSpace(utf8, afterSpace(utf8, nameEnd) + 1);
      int valueEnd = endOfValue(utf8, value);
      consumer.accept(name.string(), new JsonSlice(utf8, value, valueEnd));
      at = afterComma(utf8, valueEnd);
    }
  }

  /** The elements of an array, in order. */
  List<JsonSlice> elements() {
    List<JsonSlice> elements = new ArrayList<>();
    int at = afterSpace(utf8, start + 1);
    while (utf8[at] != ']') {
      int elementEnd = endOfValue(utf8, at);
      elements.add(new JsonSlice(utf8, at, elementEnd));
      at = afterComma(utf8, elementEnd);
    }
    return elements;
  }

  private static int afterComma(byte[] utf8, int at) {
    int next = afterSpace(utf8, at);
    return utf8[next] == ',' ? afterSpace(utf8, next + 1) : next;
  }

  private static int afterSpace(byte[] utf8, int from) {
    int at = from;
    while (utf8[at] == ' ' || utf8[at] == '\n' || utf8[at] == '\r' || utf8[at] == '\t') {
      at++;
    }
    return at;
  }

  private static int endOfValue(byte[] utf8, int from) {
    return switch (utf8[from]) {
      case '"' -> endOfString(utf8, from);
      case '{', '[' -> endOfContainer(utf8, from);
      default -> endOfScalar(utf8, from);
    };
  }

  private static int endOfString(byte[] utf8, int from) {
    int at = from + 1;
    while (utf8[at] != '"') {
      at += utf8[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int endOfContainer(byte[] utf8, int from) {
    int depth = 0;
    int at = from;
    do {
      byte b = utf8[at];
      if (b == '"') {
        at = endOfString(utf8, at);
        continue;
      }
      if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
      at++;
    } while (depth > 0);
    return at;
  }

  private static int endOfScalar(byte[] utf8, int from) {
    int at = from;
    while (at < utf8.length && ",]} \n\r\t".indexOf(utf8[at]) < 0) {
      at++;
    }
    return at;
  }

  private static String unescaped(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    int at = 0;
    while (at < raw.length()) {
      char c = raw.charAt(at++);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = raw.charAt(at++);
      switch (escaped) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(raw, at, at + 4, 16));
          at += 4;
        }
        default -> text.append(escaped);
      }
    }
    return text.toString();
  }
}
