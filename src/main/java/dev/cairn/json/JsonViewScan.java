package dev.cairn.json;

import java.io.ByteArrayOutputStream;

/** The steps of {@link JsonView} over the bytes of a text that is known to be valid. */
final class JsonViewScan {

  /** Bytes of an escape of the form backslash, u and four digits. */
  private static final int UNICODE_ESCAPE = 6;

  private JsonViewScan() {}

  /** The first place from {@code at} that is not white space. */
  static int skipSpace(byte[] text, int at) {
    int i = at;
    while (i < text.length && isSpace(text[i])) {
      i++;
    }
    return i;
  }

  /** The place behind the string whose opening quote is at {@code quote}. */
  static int endOfString(byte[] text, int quote) {
    int i = quote + 1;
    while (text[i] != '"') {
      i += text[i] == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /** The place behind the value that begins at {@code start}. */
  static int endOfValue(byte[] text, int start) {
    return switch (text[start]) {
      case '"' -> endOfString(text, start);
      case '[', '{' -> endOfContainer(text, start);
      default -> endOfWord(text, start);
    };
  }

  private static int endOfContainer(byte[] text, int start) {
    int depth = 0;
    int i = start;
    do {
      switch (text[i]) {
        case '"' -> i = endOfString(text, i) - 1;
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        default -> {}
      }
      i++;
    } while (depth > 0);
    return i;
  }

  private static int endOfWord(byte[] text, int start) {
    int i = start;
    while (i < text.length
        && text[i] != ','
        && text[i] != ']'
        && text[i] != '}'
        && !isSpace(text[i])) {
      i++;
    }
    return i;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /**
   * Writes the byte or the escape at {@code at} to {@code out}, and answers the place behind it.
   */
  static int decodeOne(byte[] text, int at, ByteArrayOutputStream out) {
    if (text[at] != '\\') {
      out.write(text[at]);
      return at + 1;
    }
    if (text[at + 1] != 'u') {
      out.write(meaningOf(text[at + 1]));
      return at + 2;
    }
    int unit = hex(text, at + 2);
    int behind = at + UNICODE_ESCAPE;
    if (Character.isHighSurrogate((char) unit)
        && text[behind] == '\\'
        && text[behind + 1] == 'u'
        && Character.isLowSurrogate((char) hex(text, behind + 2))) {
      encode(Character.toCodePoint((char) unit, (char) hex(text, behind + 2)), out);
      return behind + UNICODE_ESCAPE;
    }
    encode(unit, out);
    return behind;
  }

  private static int meaningOf(byte letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }

  private static int hex(byte[] text, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = (value << 4) | Character.digit(text[i], 16);
    }
    return value;
  }

  private static void encode(int codePoint, ByteArrayOutputStream out) {
    if (codePoint < 0x80) {
      out.write(codePoint);
    } else if (codePoint < 0x800) {
      out.write(0xC0 | (codePoint >> 6));
      out.write(0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
      out.write(0xE0 | (codePoint >> 12));
      out.write(0x80 | ((codePoint >> 6) & 0x3F));
      out.write(0x80 | (codePoint & 0x3F));
    } else {
      out.write(0xF0 | (codePoint >> 18));
      out.write(0x80 | ((codePoint >> 12) & 0x3F));
      out.write(0x80 | ((codePoint >> 6) & 0x3F));
      out.write(0x80 | (codePoint & 0x3F));
    }
  }
}
