package dev.cairn.http;

import dev.cairn.Limits;
import dev.cairn.fuzz.Fuzz;
import dev.cairn.json.StrictReference;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The body of an import: cut into lines whatever the pieces it arrives in, and each line read. */
public final class ImportFuzz {

  private static final int SHORT_LINE = 40;

  private ImportFuzz() {}

  public static void take(byte[] input) throws Exception {
    for (int most : new int[] {SHORT_LINE, ImportLine.maxBytes(Limits.DEFAULT)}) {
      cut(input, most, 7);
      cut(input, most, Integer.MAX_VALUE);
    }
    for (byte[] line : naive(input)) {
      read(line);
    }
  }

  private static void cut(byte[] input, int most, int piece) throws Exception {
    LineReader lines = new LineReader(inPieces(input, piece), most);
    List<byte[]> wanted = naive(input);
    for (int i = 0; i < wanted.size(); i++) {
      byte[] line = lines.next();
      byte[] whole = wanted.get(i);
      if (line == null || lines.number() != i + 1) {
        throw new IllegalStateException("line " + (i + 1) + " is missing");
      }
      if (whole.length > most) {
        Fuzz.require(lines.tooLong() && line.length <= most, "a line too long:", whole.length);
      } else {
        byte[] bare =
            whole.length > 0 && whole[whole.length - 1] == '\r'
                ? Arrays.copyOf(whole, whole.length - 1)
                : whole;
        Fuzz.require(!lines.tooLong() && Arrays.equals(line, bare), "line", Fuzz.head(whole));
      }
    }
    Fuzz.require(lines.next() == null, "a line too many");
  }

  private static InputStream inPieces(byte[] input, int most) {
    return new ByteArrayInputStream(input) {
      @Override
      public int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, most));
      }
    };
  }

  /** What stands before, between and behind the line feeds; nothing behind the last is no line. */
  private static List<byte[]> naive(byte[] input) {
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < input.length; i++) {
      if (input[i] == '\n') {
        lines.add(Arrays.copyOfRange(input, start, i));
        start = i + 1;
      }
    }
    if (start < input.length) {
      lines.add(Arrays.copyOfRange(input, start, input.length));
    }
    return lines;
  }

  private static void read(byte[] line) throws Exception {
    ImportLine read = Fuzz.readOrRefused(() -> ImportLine.read(line, Limits.DEFAULT));
    if (read instanceof ImportLine.OfEntry entry
        && StrictReference.read(line) instanceof Map<?, ?> members) {
      Fuzz.require(entry.key().text().equals(members.get("key")), "key of", Fuzz.head(line));
      Fuzz.require(
          StrictReference.read(entry.value().utf8()).equals(members.get("value")),
          "value of",
          Fuzz.head(line));
      String namespace = entry.namespace().value();
      Object named = members.get("namespace");
      Fuzz.require(
          namespace.equals(named == null ? "default" : named), "namespace", Fuzz.head(line));
    }
  }
}
