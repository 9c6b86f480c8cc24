package dev.cairn.storage;

import dev.cairn.ShardId;

/**
 * A shard found in the driver's keeping.
 *
 * @param id its id
 * @param created when it was made, in milliseconds since 1970 UTC, as near as the driver can tell
 *     without opening it
 */
public record KeptShard(ShardId id, long created) {}
