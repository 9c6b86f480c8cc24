/**
 * Backup policy: which shard is hot and in which epoch, when it is woken, rotated and parked, what
 * of it is known to be replicated, and how it comes back.
 *
 * <p>A shard is <i>cold</i> (nobody copies its file) or <i>hot</i>: registered with the {@link
 * dev.cairn.backup.Replicator} in one {@link dev.cairn.backup.EpochName epoch}, a place in the
 * replica of its own that begins with a full copy and is never written again once it is closed.
 * While a shard is hot nobody but the replicator moves its write-ahead log into its file;
 * docs/decisions/0013 tells why, and which ways of silently losing a backup the order of the steps
 * avoids.
 *
 * <p>Promise: what this room says is replicated can be restored from the replica alone. Thread
 * rule: its doors take any thread; the steps on one shard come one at a time.
 */
@NullMarked
package dev.cairn.backup;

import org.jspecify.annotations.NullMarked;
