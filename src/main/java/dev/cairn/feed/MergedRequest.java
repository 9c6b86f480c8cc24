package dev.cairn.feed;

import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.storage.ChangePosition;
import dev.cairn.storage.ChangeRequest;
import dev.cairn.storage.Parts;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of the feeds of many shards.
 *
 * @param shards shards by id with the place behind which each begins; empty where {@code fromNow}
 *     says
 * @param prefix all other shards whose id begins so belong to it, those too that are made later;
 *     null for none
 * @param fromNow whether shards without a place begin behind everything that is there, or else with
 *     the oldest change that is kept; those made later always do the latter
 * @param namespace null for all
 * @param bytes most bytes of one page, as in {@link ChangeRequest}
 * @param goesOn whether a shard that has lost the place is followed from the oldest change that is
 *     kept, once that was told
 */
public record MergedRequest(
    Map<ShardId, Optional<ChangePosition>> shards,
    @Nullable String prefix,
    boolean fromNow,
    @Nullable Namespace namespace,
    Parts parts,
    int bytes,
    boolean goesOn) {

  /** A page of one shard. */
  ChangeRequest page(@Nullable ChangePosition place, int limit) {
    return new ChangeRequest(place, namespace, parts, limit, bytes);
  }
}
