package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a JSON input one by one, each as the bytes that stand there: the elements of
 * an array at the root or at a JSON pointer, or values that follow each other (NDJSON). Holds one
 * item at a time, whatever the size of the input. One thread.
 */
final class JsonItems implements AutoCloseable {

  /** Largest item in bytes: 16 MiB, the most that a value may ever have. */
  static final int MAX_ITEM_BYTES = Limits.MAX_VALUE_BYTES;

  /** What the tap may hold beyond an item: more than one buffer of the parser. */
  private static final int TAP_SLACK_BYTES = 64 * 1024;

  private final Tap tap;
  private final JsonParser parser;
  private final @Nullable String pointer;
  private boolean begun;
  private boolean inArray;
  private long number;

  /**
   * @param pointer JSON pointer (RFC 6901) to the array of items, or null for the root
   */
  JsonItems(InputStream in, @Nullable String pointer) throws IOException {
    this.tap = new Tap(in, MAX_ITEM_BYTES + TAP_SLACK_BYTES);
    this.parser = CliJson.FACTORY.createParser(tap);
    this.pointer = pointer;
  }

  /**
   * The steps of a JSON pointer.
   *
   * @throws IllegalArgumentException if it neither is empty nor begins with a slash
   */
  static List<String> steps(String pointer) {
    if (!pointer.isEmpty() && pointer.charAt(0) != '/') {
      throw new IllegalArgumentException("a JSON pointer begins with a slash, as in /items");
    }
    List<String> steps = new ArrayList<>();
    for (int at = 0; at < pointer.length(); ) {
      int end = pointer.indexOf('/', at + 1);
      end = end < 0 ? pointer.length() : end;
      steps.add(pointer.substring(at + 1, end).replace("~1", "/").replace("~0", "~"));
      at = end;
    }
    return steps;
  }

  /** Bytes of the input read so far. */
  long position() {
    return tap.position();
  }

  /** True if the items are values that follow each other, not elements of an array. */
  boolean isSequence() {
    return begun && !inArray;
  }

  /**
   * The next item, or null behind the last one.
   *
   * @throws BadInput if the input is not JSON here, not UTF-8, or an item is too large
   */
  @Nullable Item next() throws IOException {
    try {
      JsonToken token = begun ? parser.nextToken() : begin();
      if (token == null || (inArray && token == JsonToken.END_ARRAY)) {
        readToEnd();
        return null;
      }
      return item();
    } catch (JsonProcessingException e) {
      throw bad(e.getLocation(), e.getOriginalMessage());
    } catch (Tap.HeldTooMuch e) {
      throw tooLarge(parser.currentTokenLocation());
    }
  }

  private @Nullable JsonToken begin() throws IOException {
    begun = true;
    JsonToken token = parser.nextToken();
    if (token != null && parser.currentTokenLocation().getByteOffset() < 0) {
      throw new BadInput("The input is not UTF-8.");
    }
    if (pointer != null) {
      token = enter(pointer);
    }
    if (token != JsonToken.START_ARRAY) {
      return token;
    }
    inArray = true;
    return parser.nextToken();
  }

  private JsonToken enter(String pointer) throws IOException {
    for (String step : steps(pointer)) {
      boolean found =
          parser.currentToken() == JsonToken.START_ARRAY
              ? step.matches("\\d{1,9}") && FieldPath.enterElement(parser, Integer.parseInt(step))
              : FieldPath.enterMember(parser, step);
      if (!found) {
        throw new BadInput("There is nothing at " + pointer + ": no '" + step + "'.");
      }
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new BadInput("There is no array at " + pointer + " (see --items).");
    }
    return parser.currentToken();
  }

  private Item item() throws IOException {
    JsonLocation location = parser.currentTokenLocation();
    long from = location.getByteOffset();
    if (!parser.currentToken().isStructStart()) {
      throw bad(location, "an object was expected, not " + parser.getText());
    }
    tap.hold(from);
    parser.skipChildren();
    long to = parser.currentLocation().getByteOffset();
    tap.release();
    if (to - from > MAX_ITEM_BYTES) {
      throw tooLarge(location);
    }
    return new Item(number++, location.getLineNr(), tap.copy(from, to));
  }

  /** Reads on to the end, so that a document that is cut off or damaged there is noticed. */
  private void readToEnd() throws IOException {
    JsonToken token = parser.currentToken();
    while (token != null) {
      token = parser.nextToken();
    }
  }

  private BadInput bad(@Nullable JsonLocation location, String why) {
    String where =
        location == null
            ? "near byte " + tap.position()
            : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    return new BadInput("Bad input at " + where + ": " + why);
  }

  private BadInput tooLarge(JsonLocation at) {
    return bad(
        at,
        "item "
            + (number + 1)
            + " is larger than "
            + MAX_ITEM_BYTES / (1024 * 1024)
            + " MiB (for an array inside an object, name it with --items)");
  }

  @Override
  public void close() throws IOException {
    parser.close();
    tap.close();
  }
}
