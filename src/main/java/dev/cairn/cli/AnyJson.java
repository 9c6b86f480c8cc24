package dev.cairn.cli;

import dev.cairn.json.JsonView;
import org.jspecify.annotations.Nullable;

/**
 * Items of any form: templates say where each belongs, and the item or a part of it is the value.
 *
 * @param shard template of the shard id
 * @param namespace template of the namespace
 * @param key template of the key
 * @param value the part that becomes the value, or null for the whole item
 */
record AnyJson(Template shard, Template namespace, Template key, @Nullable ItemField value)
    implements Meaning {

  @Override
  public Line read(Item.Sound item) throws ItemFault {
    JsonView json = item.view();
    return Line.of(
        item,
        shard.render(json),
        namespace.render(json),
        key.render(json),
        value == null ? item.json() : value.in(json).text(),
        null);
  }

  @Override
  public void passedOver() {}

  @Override
  public void end() {}
}
