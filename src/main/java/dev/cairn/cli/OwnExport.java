package dev.cairn.cli;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an export of ours: a header, namespaces, entries, and an end line that says how many
 * entries there must be.
 */
final class OwnExport implements Meaning {

  /** The format that a header names. */
  static final String FORMAT = "cairn-export/1";

  /** Makes namespaces before their entries come. */
  @FunctionalInterface
  interface Namespaces {
    /**
     * @param metadata an object's bytes, or null for none
     */
    void make(String shard, String namespace, byte @Nullable [] metadata)
        throws ItemFault, IOException, InterruptedException;
  }

  private static final FieldPath FORMAT_FIELD = FieldPath.parse("format");
  private static final FieldPath END = FieldPath.parse("end");
  private static final FieldPath ENTRIES = FieldPath.parse("entries");
  private static final FieldPath SHARD = FieldPath.parse("shard");
  private static final FieldPath NAMESPACE = FieldPath.parse("namespace");
  private static final FieldPath KEY = FieldPath.parse("key");
  private static final FieldPath VALUE = FieldPath.parse("value");
  private static final FieldPath METADATA = FieldPath.parse("metadata");

  private final @Nullable String target;
  private final Namespaces namespaces;
  private @Nullable String shard;
  private long entries;
  private boolean ended;

  /**
   * @param target the shard that takes the entries, or null for the one the header names
   */
  OwnExport(@Nullable String target, Namespaces namespaces) {
    this.target = target;
    this.namespaces = namespaces;
  }

  /** True if an input that begins with this item is an export of ours. */
  static boolean isHeader(Item item) throws IOException {
    return text(item.json(), FORMAT_FIELD).startsWith("cairn-export/");
  }

  @Override
  public @Nullable Line read(Item item) throws ItemFault, IOException, InterruptedException {
    byte[] json = item.json();
    if (ended) {
      throw new BadInput("Bad input at line " + item.row() + ": something follows the end line.");
    }
    String into = shard;
    if (into == null) {
      shard = header(item);
      return null;
    }
    if (END.find(json) != null) {
      end(item);
      return null;
    }
    String namespace = text(json, NAMESPACE);
    FieldPath.Part key = KEY.find(json);
    if (key == null) {
      namespaces.make(into, namespace, slice(json, METADATA));
      return null;
    }
    entries++;
    byte[] value = slice(json, VALUE);
    if (key.kind() != JsonToken.VALUE_STRING || value == null) {
      throw new ItemFault("an entry needs a key, which is a string, and a value");
    }
    return Line.of(item, into, namespace, key.text(), value, slice(json, METADATA));
  }

  private String header(Item item) throws IOException {
    String format = text(item.json(), FORMAT_FIELD);
    if (!format.equals(FORMAT)) {
      throw new BadInput(
          "The input's header names the format '" + format + "'; this command reads " + FORMAT);
    }
    return target == null ? text(item.json(), SHARD) : target;
  }

  private void end(Item item) throws IOException {
    ended = true;
    FieldPath.Part count = ENTRIES.find(item.json());
    if (count == null || !count.text().equals(Long.toString(entries))) {
      throw new BadInput(
          "The end line names "
              + (count == null ? "no number of" : count.text())
              + " entries, but "
              + entries
              + " were read.");
    }
  }

  private static String text(byte[] json, FieldPath path) throws IOException {
    FieldPath.Part part = path.find(json);
    return part == null || part.kind() != JsonToken.VALUE_STRING ? "" : part.text();
  }

  private static byte @Nullable [] slice(byte[] json, FieldPath path) throws IOException {
    FieldPath.Part part = path.find(json);
    return part == null || part.kind() == JsonToken.VALUE_NULL && path.equals(METADATA)
        ? null
        : Arrays.copyOfRange(json, part.start(), part.end());
  }

  @Override
  public void end() throws BadInput {
    if (!ended) {
      throw new BadInput("The export is cut off: its end line is missing.");
    }
  }
}
