package dev.cairn.backup;

import java.time.Duration;
import java.util.Map;

/**
 * How the backup of a node fares.
 *
 * @param on whether it makes any
 * @param replicator how that which copies fares; of no meaning where none is made
 * @param hotCap most shards that may be hot
 * @param states how many shards are in each state other than cold; zeros left out
 * @param lag the greatest of all shards, zero if everything is in the replica
 * @param uploads files of a transaction each that were put into the replica since the start, of
 *     what was asked about; a request each on an object store
 * @param drills what came of restoring shards for a trial
 * @param stored how much lies in the replica
 */
public record BackupFigures(
    boolean on,
    Replicator.Condition replicator,
    int hotCap,
    Map<BackupState, Integer> states,
    Duration lag,
    long uploads,
    DrillFigures drills,
    ReplicaFigures stored) {}
