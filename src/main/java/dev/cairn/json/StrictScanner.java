package dev.cairn.json;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;

/**
 * One pass over bytes that judges grammar, UTF-8, depth and unique member names together, and keeps
 * nothing but a hash for each member name of the objects that are open. One thread, one use.
 */
final class StrictScanner {

  private static final int END = -1;

  private final byte[] text;
  private final int maxDepth;
  private final NameHashes names = new NameHashes();
  private int at;

  StrictScanner(byte[] text, int maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  void scan() {
    if (text.length > 0 && text[0] == (byte) 0xEF) {
      throw refusal("a byte order mark or another stray byte stands before the value", 0);
    }
    skipWhite();
    value(1);
    skipWhite();
    if (at < text.length) {
      throw refusal("something other than white space follows the value", at);
    }
  }

  void scanObject() {
    skipWhite();
    if (at < text.length && text[at] != '{') {
      throw refusal("an object is needed here", at);
    }
    at = 0;
    scan();
  }

  private void value(int depth) {
    switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw expected("a value");
    }
  }

  private void object(int depth) {
    int start = enter(depth);
    if (peek() == '}') {
      at++;
      return;
    }
    int mark = names.mark();
    do {
      skipWhite();
      names.push(name());
      skipWhite();
      if (peek() != ':') {
        throw expected("a colon");
      }
      at++;
      skipWhite();
      value(depth + 1);
      skipWhite();
    } while (goesOn('}', "a comma or the end of the object"));
    if (names.mayRepeatSince(mark)) {
      refuseRepeatedName(start);
    }
    names.release(mark);
  }

  private void array(int depth) {
    enter(depth);
    if (peek() == ']') {
      at++;
      return;
    }
    do {
      skipWhite();
      value(depth + 1);
      skipWhite();
    } while (goesOn(']', "a comma or the end of the array"));
  }

  private int enter(int depth) {
    if (depth > maxDepth) {
      throw refusal("arrays and objects are nested deeper than " + maxDepth, at);
    }
    int start = at++;
    skipWhite();
    return start;
  }

  private boolean goesOn(char end, String wanted) {
    int b = peek();
    if (b != ',' && b != end) {
      throw expected(wanted);
    }
    at++;
    return b == ',';
  }

  /** Equal hashes only raise the suspicion; the names themselves decide. */
  private void refuseRepeatedName(int start) {
    int repeated = TreeReader.findRepeatedName(text, start);
    if (repeated >= 0) {
      throw refusal("a member name appears a second time in its object", repeated);
    }
  }

  private void string() {
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
  private long name() {
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

  private void number() {
    if (peek() == '-') {
      at++;
    }
    int start = at;
    digits();
    if (text[start] == '0' && at - start > 1) {
      throw refusal("a number has a leading zero", start);
    }
    if (peek() == '.') {
      at++;
      digits();
    }
    int b = peek();
    if (b == 'e' || b == 'E') {
      at++;
      b = peek();
      if (b == '+' || b == '-') {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int start = at;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw expected("a digit");
    }
  }

  private void word(String word) {
    int start = at;
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw refusal("a value starts like " + word + " but is not it", start);
      }
      at++;
    }
  }

  private void skipWhite() {
    while (at < text.length) {
      byte b = text[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return;
      }
      at++;
    }
  }

  private int peek() {
    return at < text.length ? text[at] & 0xFF : END;
  }

  private CairnException expected(String what) {
    return at < text.length
        ? refusal(what + " is expected", at)
        : refusal("the text ends where " + what + " is expected", at);
  }

  private static CairnException notUtf8(int offset) {
    return refusal("the bytes are not valid UTF-8", offset);
  }

  private static CairnException refusal(String what, int offset) {
    return new CairnException(
        ErrorCode.INVALID_JSON, "Not valid JSON at byte " + offset + ": " + what + ".");
  }
}
