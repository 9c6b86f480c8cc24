package dev.cairn.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into lines without ever holding more than one of bounded length. A line ends with a
 * line feed, before which a carriage return may stand; the last one may end with the stream. One
 * thread.
 */
final class LineReader {

  private static final int FIRST_LINE_BYTES = 4096;
  private static final int READ_BYTES = 16 * 1024;

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[READ_BYTES];
  private int position;
  private int filled;
  private byte[] line = new byte[FIRST_LINE_BYTES];
  private int length;
  private boolean tooLong;
  private long number;

  /**
   * Reads from {@code in}.
   *
   * @param maxBytes longest line that is given out whole
   */
  LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** The number of the line given out last, from 1. */
  long number() {
    return number;
  }

  /** Whether the line given out last was longer than allowed; only its beginning was given. */
  boolean tooLong() {
    return tooLong;
  }

  /** The next line without its end, or null after the last. */
  byte @Nullable [] next() throws IOException {
    length = 0;
    tooLong = false;
    boolean any = false;
    while (true) {
      if (position == filled && !fill()) {
        break;
      }
      any = true;
      int end = position;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      append(position, end);
      position = end;
      if (end < filled) {
        position++;
        break;
      }
    }
    if (!any) {
      return null;
    }
    number++;
    int whole = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return Arrays.copyOf(line, whole);
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    position = 0;
    filled = Math.max(read, 0);
    return read > 0;
  }

  private void append(int from, int to) {
    int room = Math.min(to - from, maxBytes - length);
    if (room < to - from) {
      tooLong = true;
    }
    if (length + room > line.length) {
      line = Arrays.copyOf(line, Math.min(maxBytes, Math.max(length + room, line.length * 2)));
    }
    System.arraycopy(buffer, from, line, length, room);
    length += room;
  }
}
