package dev.cairn.shard;

import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The bounds that hold for each shard: its own, and where it has none those of the node. Those of
 * every shard that has some are in memory, so that asking costs no look-up on the disk. Any thread.
 */
final class ShardQuotas {

  private final Quotas defaults;

  /** What holds for shards that have bounds of their own. */
  private final ConcurrentMap<ShardId, Quotas> holding = new ConcurrentHashMap<>();

  ShardQuotas(Quotas defaults) {
    this.defaults = defaults;
  }

  /** Takes up what the catalogue knows. Once, before any request. */
  void load(Catalogue catalogue) {
    catalogue.quotas().forEach(this::set);
  }

  /** The bounds that hold for a shard, whether it exists or not. */
  Quotas of(ShardId id) {
    Quotas found = holding.isEmpty() ? null : holding.get(id);
    return found == null ? defaults : found;
  }

  /** Takes note of a shard's own bounds. On its writer's turn, or while nobody else has it. */
  void set(ShardId id, Quotas own) {
    if (own.isNone()) {
      holding.remove(id);
    } else {
      holding.put(id, own.or(defaults));
    }
  }

  /** Takes note that the shard is gone. */
  void forget(ShardId id) {
    holding.remove(id);
  }
}
