/**
 * Where replicas lie: a directory or an S3-compatible store, behind the {@link
 * dev.cairn.backup.ReplicaStore} that the room {@code backup} declares. What it is and where, a URL
 * says ({@link dev.cairn.replica.ReplicaStores}).
 *
 * <p>The replicator writes the epochs, and lays them out differently in the two: below an epoch's
 * path, a directory has {@code ltx/0} to {@code ltx/9}, an S3 store {@code 0000} to {@code 0009}.
 *
 * <p>Promise: nothing outside the root is read or changed, an object is there whole or not at all,
 * and no failure is taken for absence. Thread rule: any thread.
 */
@NullMarked
package dev.cairn.replica;

import org.jspecify.annotations.NullMarked;
