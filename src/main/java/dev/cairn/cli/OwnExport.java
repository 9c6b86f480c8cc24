package dev.cairn.cli;

import dev.cairn.JsonText;
import dev.cairn.json.JsonView;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of an export of ours: a header, namespaces, entries, and an end line that says how many
 * entries there must be. One thread.
 */
final class OwnExport implements Meaning {

  /** The format that a header names. */
  static final String FORMAT = "cairn-export/1";

  /** Makes namespaces before their entries come. */
  @FunctionalInterface
  interface Namespaces {
    /**
     * @param metadata an object, or null for none
     */
    void make(String shard, String namespace, @Nullable JsonText metadata)
        throws ItemFault, IOException, InterruptedException;
  }

  private final @Nullable String target;
  private final Namespaces namespaces;
  private @Nullable String shard;
  private long entries;
  private long passedOver;
  private boolean ended;

  /**
   * @param target the shard that takes the entries, or null for the one the header names
   */
  OwnExport(@Nullable String target, Namespaces namespaces) {
    this.target = target;
    this.namespaces = namespaces;
  }

  /** True if an input that begins with this item is an export of ours. */
  static boolean isHeader(Item.Sound item) {
    return CliJson.string(item.view(), "format").startsWith("cairn-export/");
  }

  @Override
  public @Nullable Line read(Item.Sound item) throws ItemFault, IOException, InterruptedException {
    JsonView json = item.view();
    if (ended) {
      throw new BadInput("Bad input at line " + item.row() + ": something follows the end line.");
    }
    String into = shard;
    if (into == null) {
      shard = header(json);
      return null;
    }
    if (CliJson.member(json, "end") != null) {
      end(json);
      return null;
    }
    String namespace = CliJson.string(json, "namespace");
    JsonView key = CliJson.member(json, "key");
    JsonView value = CliJson.member(json, "value");
    if (key == null && value == null) {
      namespaces.make(into, namespace, metadata(json));
      return null;
    }
    entries++;
    if (key == null || key.kind() != JsonView.Kind.STRING || value == null) {
      throw new ItemFault("an entry needs a key, which is a string, and a value");
    }
    return Line.of(item, into, namespace, CliJson.said(key), value.text(), metadata(json));
  }

  private String header(JsonView json) throws IOException {
    String format = CliJson.string(json, "format");
    if (!format.equals(FORMAT)) {
      throw new BadInput(
          "The input's header names the format '" + format + "'; this command reads " + FORMAT);
    }
    return target == null ? CliJson.string(json, "shard") : target;
  }

  /** A malformed line may have been an entry or not. */
  private void end(JsonView json) throws IOException {
    ended = true;
    long count = CliJson.whole(json, "entries");
    if (count < entries || count > entries + passedOver) {
      throw new BadInput(
          "The end line names "
              + (count < 0 ? "no number of" : Long.toString(count))
              + " entries, but "
              + entries
              + " were read.");
    }
  }

  private static @Nullable JsonText metadata(JsonView json) {
    JsonView metadata = CliJson.member(json, "metadata");
    return metadata == null || metadata.kind() == JsonView.Kind.NULL ? null : metadata.text();
  }

  @Override
  public void passedOver() {
    passedOver++;
  }

  @Override
  public void end() throws BadInput {
    if (!ended) {
      throw new BadInput("The export is cut off: its end line is missing.");
    }
  }
}
