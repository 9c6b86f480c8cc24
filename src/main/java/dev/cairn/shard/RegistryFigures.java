package dev.cairn.shard;

import dev.cairn.ShardId;
import java.util.Map;

/**
 * How the registry fares.
 *
 * @param shards how many shards there are
 * @param open how many of them are open
 * @param openCap how many may be open
 * @param opens how often one was opened since the start
 * @param evictions how often one was closed to make room since the start
 * @param queued write units that wait, over all shards
 * @param walBytes write-ahead logs of the open shards
 * @param largestWalBytes the largest of them
 * @param quarantined why each quarantined shard is so
 */
public record RegistryFigures(
    long shards,
    int open,
    int openCap,
    long opens,
    long evictions,
    int queued,
    long walBytes,
    long largestWalBytes,
    Map<ShardId, String> quarantined) {}
