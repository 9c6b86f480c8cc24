package dev.cairn.backup;

/**
 * A state of a shard that can be restored: that after a transaction of an epoch.
 *
 * @param place the epoch
 * @param transaction its number there, from 1
 * @param millis when it was copied, in milliseconds since 1970 UTC; everything in it was committed
 *     before
 */
public record Point(ReplicaPlace place, long transaction, long millis) {}
