package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.CairnException;
import dev.cairn.Limits;
import dev.cairn.json.JsonCheck;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a JSON input one by one, each as the bytes that stand there: the elements of
 * an array at the root or at a JSON pointer, or values that follow each other (NDJSON). Holds one
 * item at a time, whatever the size of the input. One thread.
 *
 * <p>A malformed array ends the input. In a sequence reading goes on behind a malformed value: at
 * the next line if the item before it stood on one line, and otherwise at the next line that is
 * neither indented nor begins with a closing bracket.
 */
final class JsonItems implements AutoCloseable {

  /** Largest item in bytes: 16 MiB, the most that a value may ever have. */
  static final int MAX_ITEM_BYTES = Limits.MAX_VALUE_BYTES;

  /** What the tap may hold beyond an item: more than one buffer of the parser. */
  private static final int TAP_SLACK_BYTES = 64 * 1024;

  private final Tap tap;
  private final @Nullable JsonPointer pointer;
  private JsonParser parser;
  private boolean begun;
  private boolean inArray;
  private long number;

  /** Where the parser began, as an offset and as lines before it. */
  private long parserFrom;

  private long rowsBefore;

  /** The line on which what the tap holds begins. */
  private long heldRow = 1;

  private boolean onOneLine;

  /**
   * @param pointer the way to the array of items, or null for the root
   */
  JsonItems(InputStream in, @Nullable JsonPointer pointer) throws IOException {
    this.tap = new Tap(in, MAX_ITEM_BYTES + TAP_SLACK_BYTES);
    this.parser = CliJson.FACTORY.createParser(tap);
    this.pointer = pointer;
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
   * @throws BadInput if the input can't be read any further: a malformed array, no UTF-8
   */
  @Nullable Item next() throws IOException {
    try {
      JsonToken token = begun ? parser.nextToken() : begin();
      if (token == null || (inArray && token == JsonToken.END_ARRAY)) {
        readToEnd();
        return null;
      }
      return token.isStructStart() ? item() : malformed(notAnObject());
    } catch (JsonProcessingException e) {
      return malformed(at(e.getLocation()) + ": " + e.getOriginalMessage());
    } catch (Tap.HeldTooMuch e) {
      return malformed(tooLarge());
    }
  }

  private @Nullable JsonToken begin() throws IOException {
    begun = true;
    if (pointer == null) {
      tap.hold(0);
    }
    JsonToken token = parser.nextToken();
    if (token != null && parser.currentTokenLocation().getByteOffset() < 0) {
      throw new BadInput("The input is not UTF-8.");
    }
    if (pointer != null) {
      inArray = true;
      pointer.enter(parser);
      return parser.nextToken();
    }
    if (token != JsonToken.START_ARRAY) {
      return token;
    }
    inArray = true;
    tap.release();
    return parser.nextToken();
  }

  private Item item() throws IOException {
    long row = row(parser.currentTokenLocation());
    long from = parserFrom + parser.currentTokenLocation().getByteOffset();
    tap.hold(from);
    heldRow = row;
    parser.skipChildren();
    JsonLocation end = parser.currentLocation();
    long to = parserFrom + end.getByteOffset();
    if (to - from > MAX_ITEM_BYTES) {
      return malformed(tooLarge());
    }
    byte[] bytes = tap.copy(from, to);
    if (inArray) {
      tap.release();
    } else {
      tap.hold(to);
    }
    heldRow = row(end);
    onOneLine = heldRow == row;
    try {
      return new Item.Sound(number++, row, JsonCheck.check(bytes, CliJson.MAX_DEPTH));
    } catch (CairnException e) {
      return new Item.Malformed(number - 1, row, e.detail());
    }
  }

  /** The item that could not be read; what follows it is read by another parser. */
  private Item malformed(String why) throws IOException {
    if (inArray) {
      throw new BadInput("Bad input at " + why);
    }
    tap.rewind();
    long row = heldRow + skipSpace();
    rowsBefore = row - 1 + skipLines();
    parserFrom = tap.position();
    heldRow = rowsBefore + 1;
    tap.hold(parserFrom);
    parser = CliJson.FACTORY.createParser(tap);
    return new Item.Malformed(number++, row, why);
  }

  /** Reads white space; answers how many lines ended in it. */
  private long skipSpace() throws IOException {
    long lines = 0;
    while (" \t\r\n".indexOf(tap.peek()) >= 0) {
      lines += tap.read() == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** Reads to a line on which an item may begin; answers how many lines ended before it. */
  private long skipLines() throws IOException {
    long lines = 0;
    boolean atLine = false;
    for (int next = tap.peek(); next >= 0; next = tap.peek()) {
      if (atLine && (onOneLine || " \t\r\n}],".indexOf(next) < 0)) {
        break;
      }
      atLine = tap.read() == '\n';
      lines += atLine ? 1 : 0;
    }
    return lines;
  }

  /** Reads on to the end, so that a document that is cut off or damaged there is noticed. */
  private void readToEnd() throws IOException {
    JsonToken token = parser.currentToken();
    while (token != null) {
      token = parser.nextToken();
    }
  }

  private long row(JsonLocation location) {
    return rowsBefore + location.getLineNr();
  }

  private String at(@Nullable JsonLocation location) {
    return location == null
        ? "near byte " + tap.position()
        : "line " + row(location) + ", column " + location.getColumnNr();
  }

  private String notAnObject() throws IOException {
    return at(parser.currentTokenLocation()) + ": an object was expected, not " + parser.getText();
  }

  private String tooLarge() {
    return "line "
        + heldRow
        + ": item "
        + (number + 1)
        + " is larger than "
        + MAX_ITEM_BYTES / (1024 * 1024)
        + " MiB (for an array inside an object, name it with --items)";
  }

  @Override
  public void close() throws IOException {
    parser.close();
    tap.close();
  }
}
