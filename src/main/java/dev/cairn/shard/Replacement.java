package dev.cairn.shard;

import dev.cairn.Durability;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.SnapshotDraft;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A state that is to become that of a shard.
 *
 * @param image the state; stays its owner's to close
 * @param created when the shard in it was made, in milliseconds since 1970 UTC
 * @param durability of a shard that is made of it; one that is there keeps its own
 * @param mustBeNew whether a shard that is there is left alone, and the wish refused
 * @param keepAs the snapshot that what is replaced becomes, or null if it need not be one; none is
 *     made of a shard that is new, or too damaged to be opened
 * @param onBegin told of the revision that the shard will begin at, on the disk before anything has
 *     changed; may throw, which ends it
 */
public record Replacement(
    ShardImage image,
    long created,
    Durability durability,
    boolean mustBeNew,
    @Nullable SnapshotDraft keepAs,
    LongConsumer onBegin) {}
