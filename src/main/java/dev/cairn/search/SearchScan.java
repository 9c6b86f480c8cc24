package dev.cairn.search;

/** Goes over what was typed, from one word or phrase to the next. One thread. */
final class SearchScan {

  private final String typed;
  private int at;
  private boolean excluded;
  private boolean quoted;
  private boolean prefix;
  private String text = "";

  SearchScan(String typed) {
    this.typed = typed;
  }

  /** Goes on to the next one; false if there is none. */
  boolean advance() {
    while (at < typed.length() && Character.isWhitespace(typed.charAt(at))) {
      at++;
    }
    if (at == typed.length()) {
      return false;
    }
    excluded = typed.charAt(at) == '-';
    if (excluded) {
      at++;
    }
    quoted = at < typed.length() && typed.charAt(at) == '"';
    if (quoted) {
      takeQuoted();
    } else {
      takeBare();
    }
    return true;
  }

  /** A missing closing quote stands at the end. */
  private void takeQuoted() {
    int close = typed.indexOf('"', at + 1);
    int end = close < 0 ? typed.length() : close;
    text = typed.substring(at + 1, end);
    at = Math.min(end + 1, typed.length());
    prefix = at < typed.length() && typed.charAt(at) == '*';
    if (prefix) {
      at++;
    }
  }

  private void takeBare() {
    int start = at;
    while (at < typed.length()
        && !Character.isWhitespace(typed.charAt(at))
        && typed.charAt(at) != '"') {
      at++;
    }
    text = typed.substring(start, at);
    prefix = text.endsWith("*");
  }

  /** Whether it is just this word, neither quoted nor excluded. */
  boolean isBare(String word) {
    return !quoted && !excluded && text.equals(word);
  }

  /** Whether it must not be there. */
  boolean isExcluded() {
    return excluded;
  }

  /** Whether its last word need only begin so. */
  boolean isPrefix() {
    return prefix;
  }

  /** What was typed of it. */
  String text() {
    return text;
  }
}
