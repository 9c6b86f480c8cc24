package dev.cairn.shard;

import dev.cairn.Durability;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * A file that is to become that of a shard.
 *
 * @param file as {@link dev.cairn.storage.ShardFiles#examine} was content with; it is moved
 * @param revision the last one in it
 * @param created when the shard in it was made, in milliseconds since 1970 UTC
 * @param durability of a shard that is made of it; one that is there keeps its own
 * @param mustBeNew whether a shard that is there is left alone, and the wish refused
 * @param onBegin told of the revision that the shard will begin at, on the disk before anything has
 *     changed; may throw, which ends it
 */
public record Replacement(
    Path file,
    long revision,
    long created,
    Durability durability,
    boolean mustBeNew,
    LongConsumer onBegin) {}
