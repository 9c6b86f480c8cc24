package dev.cairn.backup;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the backup of one shard stands.
 *
 * @param state what is done with it
 * @param reason why it is failing or still waking; empty if there is nothing to say
 * @param lag age of the oldest write that is not known to be in the replica, null if all are
 * @param replicatedRevision the newest revision that is known to be there, 0 if none is known since
 *     the service started
 * @param epoch the one that it is in, null if it is in none
 * @param proof what drills have found
 */
public record BackupStatus(
    BackupState state,
    String reason,
    @Nullable Duration lag,
    long replicatedRevision,
    @Nullable EpochName epoch,
    ShardProof proof) {}
