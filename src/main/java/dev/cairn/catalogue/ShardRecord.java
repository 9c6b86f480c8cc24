package dev.cairn.catalogue;

import dev.cairn.Durability;
import dev.cairn.ShardId;

/**
 * A shard and its settings.
 *
 * @param id its id
 * @param durability what its acknowledged writes survive
 * @param created when it was made, in milliseconds since 1970 UTC
 */
public record ShardRecord(ShardId id, Durability durability, long created) {}
