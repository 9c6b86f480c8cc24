package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, each cut to what is worth reading. One thread. */
final class BoundedLines {

  /** Longest line that is read whole. */
  static final int MAX_LINE_BYTES = 8192;

  private final InputStream in;
  private final byte[] buffer = new byte[MAX_LINE_BYTES];
  private int position;
  private int filled;

  BoundedLines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end, or null at the end of the stream. */
  @Nullable String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = read(); b >= 0; b = read()) {
      if (b == '\n') {
        return line.toString(UTF_8);
      }
      if (line.size() < MAX_LINE_BYTES) {
        line.write(b);
      }
    }
    return line.size() == 0 ? null : line.toString(UTF_8);
  }

  private int read() throws IOException {
    if (position == filled) {
      position = 0;
      filled = in.read(buffer);
      if (filled <= 0) {
        filled = 0;
        return -1;
      }
    }
    return buffer[position++] & 0xff;
  }
}
