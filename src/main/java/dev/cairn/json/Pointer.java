package dev.cairn.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON Pointer (RFC 6901), unescaped. No tokens: the whole document. */
record Pointer(List<String> tokens) {

  Pointer {
    tokens = List.copyOf(tokens);
  }

  /** The pointer that {@code text} spells, or null if it breaks the syntax. */
  static @Nullable Pointer parse(String text) {
    List<String> tokens = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      if (text.charAt(start) != '/') {
        return null;
      }
      int slash = text.indexOf('/', start + 1);
      int end = slash < 0 ? text.length() : slash;
      String token = unescape(text.substring(start + 1, end));
      if (token == null) {
        return null;
      }
      tokens.add(token);
      start = end;
    }
    return new Pointer(tokens);
  }

  boolean isRoot() {
    return tokens.isEmpty();
  }

  String last() {
    return tokens.getLast();
  }

  /** True if {@code other} lies inside what this points to. */
  boolean isProperPrefixOf(Pointer other) {
    int length = tokens.size();
    return length < other.tokens.size() && tokens.equals(other.tokens.subList(0, length));
  }

  private static @Nullable String unescape(String token) {
    int tilde = token.indexOf('~');
    if (tilde < 0) {
      return token;
    }
    while (tilde >= 0) {
      char next = tilde + 1 < token.length() ? token.charAt(tilde + 1) : ' ';
      if (next != '0' && next != '1') {
        return null;
      }
      tilde = token.indexOf('~', tilde + 1);
    }
    return token.replace("~1", "/").replace("~0", "~");
  }
}
