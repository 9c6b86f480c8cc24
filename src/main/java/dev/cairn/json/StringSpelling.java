package dev.cairn.json;

import dev.cairn.JsonText;
import java.io.ByteArrayOutputStream;

/** Spells strings as JSON texts. Any thread. */
public final class StringSpelling {

  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** First bytes of three: that of surrogates, and the least second byte of one. */
  private static final int SURROGATE = 0xED;

  private static final int SURROGATE_SECOND = 0xA0;

  private StringSpelling() {}

  /**
   * The JSON text of a string.
   *
   * @param utf8 as {@link JsonView#stringUtf8} gives it: a lone surrogate, of three bytes, becomes
   *     its escape
   */
  public static JsonText of(byte[] utf8) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(utf8.length + 2);
    out.write('"');
    int at = 0;
    while (at < utf8.length) {
      int first = utf8[at] & 0xFF;
      if (first == SURROGATE && at + 2 < utf8.length && (utf8[at + 1] & 0xFF) >= SURROGATE_SECOND) {
        escape(out, 0xD000 | (utf8[at + 1] & 0x3F) << 6 | (utf8[at + 2] & 0x3F));
        at += 3;
        continue;
      }
      if (first < ' ') {
        escape(out, first);
      } else {
        if (first == '"' || first == '\\') {
          out.write('\\');
        }
        out.write(first);
      }
      at++;
    }
    out.write('"');
    return JsonText.ofChecked(out.toByteArray());
  }

  private static void escape(ByteArrayOutputStream out, int unit) {
    out.write('\\');
    out.write('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.write(DIGITS[unit >> shift & 0xF]);
    }
  }
}
