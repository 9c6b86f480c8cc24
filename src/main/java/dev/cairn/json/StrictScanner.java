package dev.cairn.json;

/**
 * One pass over bytes that judges grammar, UTF-8, depth and unique member names together, and keeps
 * nothing but a hash for each member name of the objects that are open. One thread, one use.
 */
final class StrictScanner extends StrictStrings {

  private final int maxDepth;

  StrictScanner(byte[] text, int maxDepth) {
    super(text);
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
}
