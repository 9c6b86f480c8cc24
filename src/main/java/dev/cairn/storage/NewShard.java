package dev.cairn.storage;

import dev.cairn.Durability;

/**
 * How a shard begins.
 *
 * @param durability what its acknowledged writes survive
 * @param created when, in milliseconds since 1970 UTC
 * @param baseRevision the revision it begins at: 0, or a multiple of {@link
 *     dev.cairn.Revision#HISTORY_SPAN}
 */
public record NewShard(Durability durability, long created, long baseRevision) {}
