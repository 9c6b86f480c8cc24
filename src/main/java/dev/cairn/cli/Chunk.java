package dev.cairn.cli;

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

  Chunk {
    lines = List.copyOf(lines);
  }

  long bytes() {
    long sum = 0;
    for (Line line : lines) {
      sum += line.json().length;
    }
    return sum;
  }

  /** The request body. */
  byte[] body() {
    byte[] body = new byte[Math.toIntExact(bytes())];
    int at = 0;
    for (Line line : lines) {
      System.arraycopy(line.json(), 0, body, at, line.json().length);
      at += line.json().length;
    }
    return body;
  }

  /** Its two halves; only for chunks of two lines or more. */
  List<Chunk> halves(boolean sentBefore) {
    int middle = lines.size() / 2;
    return List.of(
        new Chunk(shard, lines.subList(0, middle), sentBefore),
        new Chunk(shard, lines.subList(middle, lines.size()), sentBefore));
  }
}
