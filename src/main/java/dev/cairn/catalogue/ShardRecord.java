package dev.cairn.catalogue;

import dev.cairn.Durability;
import dev.cairn.Quotas;
import dev.cairn.ShardId;

/**
 * A shard and its settings.
 *
 * @param id its id
 * @param durability what its acknowledged writes survive
 * @param created when it was made, in milliseconds since 1970 UTC
 * @param quotas its own bounds
 */
public record ShardRecord(ShardId id, Durability durability, long created, Quotas quotas) {

  /** A shard without bounds of its own. */
  public ShardRecord(ShardId id, Durability durability, long created) {
    this(id, durability, created, Quotas.NONE);
  }
}
