package dev.cairn.backup;

import org.jspecify.annotations.Nullable;

/**
 * What is known from trying how far the backup of a shard can be relied on.
 *
 * @param proven the last drill that found it good, null if none ever did
 * @param last the last drill that came to a result, null if none ever did
 * @param due when the next drill is due, in milliseconds since 1970 UTC; null if nothing has
 *     changed since the last one
 * @param untried why the last attempt came to no result; empty if it did
 * @param extent what lies in the replica, null if nobody has looked
 */
public record ShardProof(
    @Nullable Drilled proven,
    @Nullable Drilled last,
    @Nullable Long due,
    String untried,
    @Nullable ReplicaExtent extent) {

  /** Of a shard of which nothing is known. */
  public static final ShardProof NONE = new ShardProof(null, null, null, "", null);
}
