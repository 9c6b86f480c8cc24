package dev.cairn.json;

import java.nio.charset.StandardCharsets;

/** JSON strings between their spelling and their meaning. */
final class Strings {

  private Strings() {}

  /** What a string of a checked text means, lone surrogates included. */
  static String decode(Slice string) {
    byte[] text = string.source();
    int end = string.to() - 1;
    int runStart = string.from() + 1;
    int escape = nextEscape(text, runStart, end);
    if (escape == end) {
      return utf8(text, runStart, end);
    }
    StringBuilder meaning = new StringBuilder(string.size());
    while (escape < end) {
      meaning.append(utf8(text, runStart, escape)).append(unescape(text, escape));
      runStart = escape + (text[escape + 1] == 'u' ? 6 : 2);
      escape = nextEscape(text, runStart, end);
    }
    return meaning.append(utf8(text, runStart, end)).toString();
  }

  /** A spelling of {@code meaning}: what must be escaped is, and lone surrogates are too. */
  static Slice spell(String meaning) {
    StringBuilder spelled = new StringBuilder(meaning.length() + 2).append('"');
    for (int i = 0; i < meaning.length(); i++) {
      int c = meaning.codePointAt(i);
      if (c == '"' || c == '\\') {
        spelled.append('\\').append((char) c);
      } else if (c < ' ' || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
        spelled.append(String.format("\\u%04x", c));
      } else {
        spelled.appendCodePoint(c);
        i += Character.charCount(c) - 1;
      }
    }
    byte[] bytes = spelled.append('"').toString().getBytes(StandardCharsets.UTF_8);
    return new Slice(bytes, 0, bytes.length);
  }

  private static int nextEscape(byte[] text, int from, int end) {
    int i = from;
    while (i < end && text[i] != '\\') {
      i++;
    }
    return i;
  }

  private static char unescape(byte[] text, int escape) {
    byte letter = text[escape + 1];
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) Integer.parseInt(utf8(text, escape + 2, escape + 6), 16);
      default -> (char) letter;
    };
  }

  private static String utf8(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }
}
