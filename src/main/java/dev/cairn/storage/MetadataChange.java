package dev.cairn.storage;

import dev.cairn.JsonText;
import dev.cairn.json.Patch;

/** What a write does with an entry's metadata. */
public sealed interface MetadataChange {

  /** Leaves them as they are; a new entry has none. */
  MetadataChange KEEP = new Keep();

  /** Takes them away. */
  MetadataChange CLEAR = new Clear();

  /** See {@link #KEEP}. */
  record Keep() implements MetadataChange {}

  /** See {@link #CLEAR}. */
  record Clear() implements MetadataChange {}

  /** Puts {@code metadata}, a JSON object, in their place. */
  record Replace(JsonText metadata) implements MetadataChange {}

  /** Patches them, an empty object if there are none. */
  record Merge(Patch patch) implements MetadataChange {}
}
