package dev.cairn.shard;

import dev.cairn.Durability;
import dev.cairn.Quotas;
import org.jspecify.annotations.Nullable;

/**
 * A wish about the settings of a shard.
 *
 * @param durability null for the default, or to leave it as it is
 * @param quotas its own bounds, all of them; null for none, or to leave them as they are
 */
public record SettingsChange(@Nullable Durability durability, @Nullable Quotas quotas) {

  /** The wish for nothing in particular. */
  public static final SettingsChange NONE = new SettingsChange(null, null);
}
