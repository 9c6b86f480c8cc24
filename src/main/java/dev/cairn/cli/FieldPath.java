package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to a part of a JSON text: {@code code}, {@code addr.city}, {@code tags[0]}, {@code
 * ["a.b"].c}. Immutable; any thread.
 */
final class FieldPath {

  /**
   * A part of a JSON text.
   *
   * @param start offset of its first byte
   * @param end offset behind its last byte
   * @param kind its first token
   * @param text what a string says, a number or a literal as it is written; empty for an object or
   *     an array
   */
  record Part(int start, int end, JsonToken kind, String text) {}

  /** A step is a member name (String) or an element's index (Integer). */
  private final List<Object> steps;

  private final String spelling;

  private FieldPath(List<Object> steps, String spelling) {
    this.steps = List.copyOf(steps);
    this.spelling = spelling;
  }

  /**
   * Parses a path.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static FieldPath parse(String path) {
    List<Object> steps = new ArrayList<>();
    int at = 0;
    while (at < path.length()) {
      at = path.charAt(at) == '[' ? bracket(path, at, steps) : name(path, at, steps);
      if (at < path.length() && path.charAt(at) == '.') {
        at++;
        if (at == path.length() || path.charAt(at) == '[') {
          throw new IllegalArgumentException("a name must follow the dot in '" + path + "'");
        }
      } else if (at < path.length() && path.charAt(at) != '[') {
        throw new IllegalArgumentException("a dot or [ must follow ] in '" + path + "'");
      }
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("the field path is empty");
    }
    return new FieldPath(steps, path);
  }

  private static int name(String path, int from, List<Object> steps) {
    int at = from;
    while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
      at++;
    }
    if (at == from) {
      throw new IllegalArgumentException("a name is missing in '" + path + "'");
    }
    steps.add(path.substring(from, at));
    return at;
  }

  private static int bracket(String path, int from, List<Object> steps) {
    boolean quoted = path.startsWith("[\"", from);
    int end = path.indexOf(quoted ? "\"]" : "]", from + (quoted ? 2 : 1));
    if (end < 0) {
      throw new IllegalArgumentException("a [ is not closed in '" + path + "'");
    }
    if (quoted) {
      steps.add(path.substring(from + 2, end));
      return end + 2;
    }
    String index = path.substring(from + 1, end);
    if (!index.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("'" + index + "' is no index in '" + path + "'");
    }
    steps.add(Integer.valueOf(index));
    return end + 1;
  }

  /** The part of {@code json} at this path, or null if there is none. */
  @Nullable Part find(byte[] json) throws IOException {
    try (JsonParser parser = CliJson.FACTORY.createParser(json)) {
      parser.nextToken();
      for (Object step : steps) {
        if (!enter(parser, step)) {
          return null;
        }
      }
      return part(parser);
    }
  }

  /** Moves from the first token of a value to the first token of the part that {@code step} is. */
  private static boolean enter(JsonParser parser, Object step) throws IOException {
    return switch (step) {
      case String name -> enterMember(parser, name);
      case Integer index -> enterElement(parser, index);
      default -> throw new IllegalStateException(step.toString());
    };
  }

  /** Moves from the start of an object to the value of a member; false if there is none. */
  static boolean enterMember(JsonParser parser, String name) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = name.equals(parser.currentName());
      parser.nextToken();
      if (found) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  /** Moves from the start of an array to an element; false if there is none. */
  static boolean enterElement(JsonParser parser, int index) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return false;
    }
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == index) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private static Part part(JsonParser parser) throws IOException {
    JsonToken kind = parser.currentToken();
    int start = (int) parser.currentTokenLocation().getByteOffset();
    String text = kind.isScalarValue() ? parser.getText() : "";
    parser.skipChildren();
    parser.finishToken();
    return new Part(start, (int) parser.currentLocation().getByteOffset(), kind, text);
  }

  @Override
  public String toString() {
    return spelling;
  }
}
