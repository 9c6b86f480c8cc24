package dev.cairn.cli;

import dev.cairn.json.JsonView;
import java.io.IOException;
import java.util.Arrays;

/**
 * Watches an export go by and tells at its end whether it is whole: a header first, an end line
 * last, and as many entries as it says. One thread.
 */
final class ExportCheck {

  /** Longest line that is taken, in bytes: the largest value, with metadata and key around it. */
  static final int MAX_LINE_BYTES = 2 * JsonItems.MAX_ITEM_BYTES;

  private byte[] line = new byte[8 * 1024];
  private int length;
  private long lines;
  private long entries;
  private boolean ended;

  /**
   * Takes the next bytes.
   *
   * @throws BadInput if it is no export, or the end line is wrong
   */
  void take(byte[] bytes, int count) throws BadInput {
    int from = 0;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        append(bytes, from, i);
        from = i + 1;
        endLine();
      }
    }
    append(bytes, from, count);
  }

  private void append(byte[] bytes, int from, int to) throws BadInput {
    int more = to - from;
    if (length + more > MAX_LINE_BYTES) {
      throw new BadInput("Line " + (lines + 1) + " of the export is too long.");
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(length + more, line.length * 2));
    }
    System.arraycopy(bytes, from, line, length, more);
    length += more;
  }

  private void endLine() throws BadInput {
    byte[] text = Arrays.copyOf(line, length);
    length = 0;
    lines++;
    JsonView json;
    try {
      json = CliJson.view(text);
    } catch (IOException e) {
      throw new BadInput("Line " + lines + " of the export is no JSON: " + e.getMessage());
    }
    if (ended) {
      throw new BadInput("Something follows the end line of the export.");
    } else if (lines == 1) {
      header(json);
    } else if (CliJson.member(json, "key") != null) {
      entries++;
    } else if (CliJson.member(json, "end") != null) {
      end(json);
    }
  }

  private static void header(JsonView json) throws BadInput {
    if (!CliJson.string(json, "format").equals(OwnExport.FORMAT)) {
      throw new BadInput("The answer is no " + OwnExport.FORMAT + ".");
    }
  }

  private void end(JsonView json) throws BadInput {
    if (CliJson.whole(json, "entries") != entries) {
      throw new BadInput(
          "The end line of the export does not agree with its " + entries + " entries.");
    }
    ended = true;
  }

  /** Entries so far. */
  long entries() {
    return entries;
  }

  /**
   * Call behind the last byte.
   *
   * @throws BadInput if the export is cut off
   */
  void end() throws BadInput {
    if (!ended || length > 0) {
      throw new BadInput("The export is cut off: its end line is missing.");
    }
  }

  /** The revision that a header or a shard's status names; -1 if it names none. */
  static long revision(byte[] json) throws IOException {
    return CliJson.whole(CliJson.view(json), "revision");
  }
}
