package dev.cairn.json;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;

/**
 * The part of the strict check that reads strings, character by character: escapes and UTF-8. Holds
 * the place in the text for {@link StrictScanner}, which knows the rest of the grammar; the two are
 * one object so that the place stays in one field. One thread, one use.
 */
abstract class StrictStrings {

  private static final int END = -1;

  /** The bytes under judgement. */
  final byte[] text;

  /** The names of the objects that are open. */
  final NameHashes names = new NameHashes();

  /** Where the next byte is. */
  int at;

  StrictStrings(byte[] text) {
    this.text = text;
  }

  /** Takes a string, from its opening quote to its closing one. */
  final void string() {
    at++;
    while (true) {
      skipPlain();
      int b = peek();
      if (b == '"') {
        at++;
        return;
      }
      unusualCharacter(b);
    }
  }

  /** Passes over the ASCII characters that mean themselves, which most bytes of a text are. */
  private void skipPlain() {
    byte[] bytes = text;
    int i = at;
    // Bytes from 0x80 on are negative, so one comparison stops at them and at control characters.
    while (i < bytes.length && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    at = i;
  }

  /** The hash of a name, made of the UTF-16 units that it means, however they are spelled. */
  final long name() {
    if (peek() != '"') {
      throw expected("a member name in double quotes");
    }
    at++;
    long hash = NameHashes.START;
    while (true) {
      int b = peek();
      if (b == '"') {
        at++;
        return hash;
      }
      if (b >= ' ' && b < 0x80 && b != '\\') {
        at++;
        hash = names.add(hash, b);
      } else {
        int codePoint = unusualCharacter(b);
        if (codePoint >= Character.MIN_SUPPLEMENTARY_CODE_POINT) {
          hash = names.add(hash, Character.highSurrogate(codePoint));
          codePoint = Character.lowSurrogate(codePoint);
        }
        hash = names.add(hash, codePoint);
      }
    }
  }

  /** Takes an escape or a character of several bytes; gives its code point or UTF-16 unit. */
  private int unusualCharacter(int first) {
    if (first == '\\') {
      return escape();
    }
    if (first == END) {
      throw expected("the end of the string");
    }
    if (first < ' ') {
      throw refusal("a control character stands in a string without an escape", at);
    }
    return multibyte(first);
  }

  private int escape() {
    int start = at++;
    int letter = peek();
    at++;
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexUnit(start);
      default -> throw refusal("an unknown escape in a string", start);
    };
  }

  private int hexUnit(int start) {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int b = peek();
      int digit = b < 0x80 ? Character.digit(b, 16) : -1;
      if (digit < 0) {
        throw refusal("\\u is not followed by four hexadecimal digits", start);
      }
      unit = unit << 4 | digit;
      at++;
    }
    return unit;
  }

  /**
   * One character of two to four bytes. The ranges of the second byte shut out overlong forms,
   * surrogates and code points beyond U+10FFFF (table 3-7 of the Unicode standard).
   */
  private int multibyte(int first) {
    int start = at++;
    if (first >= 0xC2 && first <= 0xDF) {
      return (first & 0x1F) << 6 | continuation(start, 0x80, 0xBF);
    }
    if (first >= 0xE0 && first <= 0xEF) {
      int least = first == 0xE0 ? 0xA0 : 0x80;
      int most = first == 0xED ? 0x9F : 0xBF;
      int high = (first & 0x0F) << 12 | continuation(start, least, most) << 6;
      return high | continuation(start, 0x80, 0xBF);
    }
    if (first >= 0xF0 && first <= 0xF4) {
      int least = first == 0xF0 ? 0x90 : 0x80;
      int most = first == 0xF4 ? 0x8F : 0xBF;
      int high = (first & 0x07) << 18 | continuation(start, least, most) << 12;
      int middle = continuation(start, 0x80, 0xBF) << 6;
      return high | middle | continuation(start, 0x80, 0xBF);
    }
    throw notUtf8(start);
  }

  private int continuation(int start, int least, int most) {
    int b = peek();
    if (b < least || b > most) {
      throw notUtf8(start);
    }
    at++;
    return b & 0x3F;
  }

  final void skipWhite() {
    while (at < text.length) {
      byte b = text[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return;
      }
      at++;
    }
  }

  final int peek() {
    return at < text.length ? text[at] & 0xFF : END;
  }

  final CairnException expected(String what) {
    return at < text.length
        ? refusal(what + " is expected", at)
        : refusal("the text ends where " + what + " is expected", at);
  }

  private static CairnException notUtf8(int offset) {
    return refusal("the bytes are not valid UTF-8", offset);
  }

  static CairnException refusal(String what, int offset) {
    return new CairnException(
        ErrorCode.INVALID_JSON, "Not valid JSON at byte " + offset + ": " + what + ".");
  }
}
