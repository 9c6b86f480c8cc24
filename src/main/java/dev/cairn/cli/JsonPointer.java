package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The way to the array of items inside an input that is too long to be held (RFC 6901). Immutable;
 * any thread.
 *
 * @param spelling how it was written
 * @param steps names and indexes, outermost first
 */
record JsonPointer(String spelling, List<String> steps) {

  /**
   * Reads a pointer.
   *
   * @throws IllegalArgumentException if it neither is empty nor begins with a slash
   */
  static JsonPointer parse(String spelling) {
    if (!spelling.isEmpty() && spelling.charAt(0) != '/') {
      throw new IllegalArgumentException("a JSON pointer begins with a slash, as in /items");
    }
    List<String> steps = new ArrayList<>();
    for (int at = 0; at < spelling.length(); ) {
      int slash = spelling.indexOf('/', at + 1);
      int end = slash < 0 ? spelling.length() : slash;
      steps.add(spelling.substring(at + 1, end).replace("~1", "/").replace("~0", "~"));
      at = end;
    }
    return new JsonPointer(spelling, List.copyOf(steps));
  }

  /**
   * Moves from the first token of a value to the start of the array that this points to.
   *
   * @throws BadInput if there is no array
   */
  void enter(JsonParser parser) throws IOException {
    for (String step : steps) {
      boolean found =
          parser.currentToken() == JsonToken.START_ARRAY
              ? step.matches("\\d{1,9}") && enterElement(parser, Integer.parseInt(step))
              : enterMember(parser, step);
      if (!found) {
        throw new BadInput("There is nothing at " + spelling + ": no '" + step + "'.");
      }
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadInput("There is no array at " + spelling + " (see --items).");
    }
  }

  private static boolean enterMember(JsonParser parser, String name) throws IOException {
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

  private static boolean enterElement(JsonParser parser, int index) throws IOException {
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == index) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }
}
