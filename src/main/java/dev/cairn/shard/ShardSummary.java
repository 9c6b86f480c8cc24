package dev.cairn.shard;

import dev.cairn.Durability;
import dev.cairn.ShardId;

/**
 * A shard in a list.
 *
 * @param id its id
 * @param state as in {@link ShardStatus}
 * @param durability what its acknowledged writes survive
 * @param created when it was made, in milliseconds since 1970 UTC
 */
public record ShardSummary(ShardId id, String state, Durability durability, long created) {}
