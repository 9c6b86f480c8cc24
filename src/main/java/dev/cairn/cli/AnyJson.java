package dev.cairn.cli;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Items of any form: templates say where each belongs, and the item or a part of it is the value.
 *
 * @param shard template of the shard id
 * @param namespace template of the namespace
 * @param key template of the key
 * @param value the part that becomes the value, or null for the whole item
 */
record AnyJson(Template shard, Template namespace, Template key, @Nullable FieldPath value)
    implements Meaning {

  @Override
  public Line read(Item item) throws ItemFault, IOException {
    byte[] json = item.json();
    return Line.of(
        item, shard.render(json), namespace.render(json), key.render(json), value(json), null);
  }

  private byte[] value(byte[] json) throws ItemFault, IOException {
    if (value == null) {
      return json;
    }
    FieldPath.Part part = value.find(json);
    if (part == null) {
      throw new ItemFault("the field '" + value + "' is missing");
    }
    return Arrays.copyOfRange(json, part.start(), part.end());
  }

  @Override
  public void end() {}
}
