package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.cairn.Limits;
import java.util.Arrays;

/** How this room reads and writes JSON: by streaming, with bounds that fit the largest item. */
final class CliJson {

  /** Deepest nesting of a whole input: the deepest value with some room around it. */
  static final int MAX_DEPTH = Limits.MAX_VALUE_DEPTH + 32;

  /** Names are not interned: an input may have millions of different ones. */
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
   * {@code json} on one line: white space between tokens that holds a line break is left out,
   * everything else stays byte for byte.
   */
  static byte[] onOneLine(byte[] json) {
    byte[] out = new byte[json.length];
    int length = 0;
    boolean inString = false;
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      if (!inString && isSpace(b)) {
        int end = spaceEnd(json, i);
        if (!hasLineBreak(json, i, end)) {
          System.arraycopy(json, i, out, length, end - i);
          length += end - i;
        }
        i = end - 1;
        continue;
      }
      out[length++] = b;
      if (b == '"') {
        inString = !inString;
      } else if (b == '\\' && inString && i + 1 < json.length) {
        out[length++] = json[++i];
      }
    }
    return length == json.length ? json : Arrays.copyOf(out, length);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static int spaceEnd(byte[] json, int from) {
    int end = from;
    while (end < json.length && isSpace(json[end])) {
      end++;
    }
    return end;
  }

  private static boolean hasLineBreak(byte[] json, int from, int to) {
    for (int i = from; i < to; i++) {
      if (json[i] == '\n' || json[i] == '\r') {
        return true;
      }
    }
    return false;
  }
}
