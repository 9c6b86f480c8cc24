package dev.cairn.storage;

import dev.cairn.ShardId;

/**
 * What a file that was restored says of itself, after every page of it was checked.
 *
 * @param id the shard that it holds
 * @param created when that was made, in milliseconds since 1970 UTC
 * @param revision the last one in it
 */
public record RestoredShard(ShardId id, long created, long revision) {}
