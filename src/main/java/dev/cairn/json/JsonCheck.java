package dev.cairn.json;

import dev.cairn.JsonText;

/** The strict check that makes outside bytes a {@link JsonText}. */
public final class JsonCheck {

  /** The greatest {@code maxDepth} that may be asked for: SQLite reads no JSON deeper than this. */
  public static final int MAX_DEPTH = 1000;

  private JsonCheck() {}

  /**
   * Takes over {@code utf8} as a JSON text if it is exactly one RFC 8259 text in strict UTF-8: no
   * byte order mark, nothing behind it but white space, no deeper than {@code maxDepth} arrays and
   * objects, member names unique in their object once their escapes are read. Surrounding white
   * space stays. Escaped lone surrogates are let through, as the RFC's grammar has them. Takes time
   * in proportion to the size, whatever the bytes are.
   *
   * @param maxDepth 1 to {@link #MAX_DEPTH}
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_JSON} that says what is
   *     wrong and at which byte, counted from 0
   */
  public static JsonText check(byte[] utf8, int maxDepth) {
    scanner(utf8, maxDepth).scan();
    return JsonText.ofChecked(utf8);
  }

  /** As {@link #check}, and the text must be an object. */
  public static JsonText checkObject(byte[] utf8, int maxDepth) {
    scanner(utf8, maxDepth).scanObject();
    return JsonText.ofChecked(utf8);
  }

  /**
   * True if {@code text} holds half of a surrogate pair without the other half. Such a string has
   * no UTF-8 form, so it can be neither a key nor an operand.
   */
  public static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  private static StrictScanner scanner(byte[] utf8, int maxDepth) {
    if (maxDepth < 1 || maxDepth > MAX_DEPTH) {
      throw new IllegalArgumentException("maxDepth is " + maxDepth + ", not 1 to " + MAX_DEPTH);
    }
    return new StrictScanner(utf8, maxDepth);
  }
}
