package dev.cairn.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lines of one shard that go out in one request, in the order of the input.
 *
 * @param shard where they go
 * @param lines at least one
 * @param sentBefore true if some of them may have been applied already by a request whose answer
 *     was never seen
 */
record Chunk(String shard, List<Line> lines, boolean sentBefore) {

  private static final byte[] BEGIN = ascii("{\"operations\":[");
  private static final byte[] PUT = ascii("{\"op\":\"put\",");
  private static final byte[] PUT_IF_ABSENT = ascii("{\"op\":\"put\",\"ifAbsent\":true,");
  private static final byte[] END = ascii("]}");

  Chunk {
    lines = List.copyOf(lines);
  }

  /** What it adds to the buffer, in bytes. */
  long bytes() {
    long sum = 0;
    for (Line line : lines) {
      sum += line.bytes();
    }
    return sum;
  }

  /** The request: a batch that puts each line, over what is there only if {@code replace}. */
  byte[] body(boolean replace) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(Math.toIntExact(bytes()));
    body.writeBytes(BEGIN);
    for (Line line : lines) {
      if (body.size() > BEGIN.length) {
        body.write(',');
      }
      body.writeBytes(replace ? PUT : PUT_IF_ABSENT);
      body.writeBytes(line.members());
      body.write('}');
    }
    body.writeBytes(END);
    return body.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Its two halves; only for chunks of two lines or more. */
  List<Chunk> halves(boolean sentBefore) {
    int middle = lines.size() / 2;
    return List.of(
        new Chunk(shard, lines.subList(0, middle), sentBefore),
        new Chunk(shard, lines.subList(middle, lines.size()), sentBefore));
  }
}
