package dev.cairn.json;

import dev.cairn.JsonText;

/** Makes a tree of a text that has passed the strict check, which is why it checks nothing. */
final class TreeReader {

  private static final int NOWHERE = -1;

  private final byte[] text;
  private int at;
  private int repeatedName = NOWHERE;

  private TreeReader(byte[] text, int at) {
    this.text = text;
    this.at = at;
  }

  static Node read(JsonText checked) {
    return new TreeReader(checked.utf8(), 0).value();
  }

  /** A tree of its own for each call. */
  static Node read(Slice checked) {
    return new TreeReader(checked.source(), checked.from()).value();
  }

  /**
   * Where a member name stands that its object already has, or a negative number. The object at
   * {@code start} must be sound otherwise.
   */
  static int findRepeatedName(byte[] text, int start) {
    TreeReader reader = new TreeReader(text, start);
    reader.value();
    return reader.repeatedName;
  }

  private Node value() {
    skipWhite();
    return switch (text[at]) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      default -> word();
    };
  }

  private Node object() {
    int start = at++;
    Node.Members members = new Node.Members();
    skipWhite();
    while (text[at] != '}') {
      Slice spelledName = string();
      String name = Strings.decode(spelledName);
      if (members.get(name) != null && repeatedName == NOWHERE) {
        repeatedName = spelledName.from();
      }
      skipWhite();
      at++;
      members.put(name, spelledName, value());
      skipCommaAndWhite();
    }
    members.spelled(new Slice(text, start, ++at));
    return members;
  }

  private Node array() {
    int start = at++;
    Node.Elements elements = new Node.Elements();
    skipWhite();
    while (text[at] != ']') {
      elements.append(value());
      skipCommaAndWhite();
    }
    elements.spelled(new Slice(text, start, ++at));
    return elements;
  }

  private Slice string() {
    int start = at++;
    while (text[at] != '"') {
      at += text[at] == '\\' ? 2 : 1;
    }
    return new Slice(text, start, ++at);
  }

  private Slice word() {
    int start = at;
    while (at < text.length && isPartOfWord(text[at])) {
      at++;
    }
    return new Slice(text, start, at);
  }

  private static boolean isPartOfWord(byte b) {
    return b > ' ' && b != ',' && b != ']' && b != '}';
  }

  private void skipCommaAndWhite() {
    skipWhite();
    if (text[at] == ',') {
      at++;
      skipWhite();
    }
  }

  private void skipWhite() {
    while (text[at] <= ' ' && text[at] >= 0) {
      at++;
    }
  }
}
