package dev.cairn.storage;

import org.jspecify.annotations.Nullable;

/**
 * A whole, read-only copy of a shard, as it was at one moment.
 *
 * @param id names it among those of its shard; ids sort by the time at which they were made
 * @param name what its maker calls it, or null
 * @param comment what its maker says of it, or null
 * @param created when it was made, in milliseconds since 1970 UTC
 * @param revision the last one in it
 * @param bytes that it takes
 */
public record Snapshot(
    String id,
    @Nullable String name,
    @Nullable String comment,
    long created,
    long revision,
    long bytes) {}
