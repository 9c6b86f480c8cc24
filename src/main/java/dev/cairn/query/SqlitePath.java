package dev.cairn.query;

import dev.cairn.json.FieldPath;

/** Spells a {@link FieldPath} in the path language of SQLite's JSON functions. */
final class SqlitePath {

  private SqlitePath() {}

  /**
   * Every name stands in quotes, with JSON escapes for what can't stand there as it is; SQLite
   * resolves escapes on both sides before it compares.
   */
  static String spell(FieldPath path) {
    StringBuilder out = new StringBuilder("$");
    for (FieldPath.Step step : path.steps()) {
      switch (step) {
        case FieldPath.Step.Index(int index) -> out.append('[').append(index).append(']');
        case FieldPath.Step.Name(String name) -> quote(out.append('.'), name);
      }
    }
    return out.toString();
  }

  private static void quote(StringBuilder out, String name) {
    out.append('"');
    name.chars().forEach(c -> append(out, (char) c));
    out.append('"');
  }

  private static void append(StringBuilder out, char c) {
    if (c < ' ' || c == '"' || c == '\\') {
      out.append(String.format("\\u%04x", (int) c));
    } else {
      out.append(c);
    }
  }
}
