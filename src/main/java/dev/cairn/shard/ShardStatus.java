package dev.cairn.shard;

import dev.cairn.Durability;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a shard.
 *
 * @param id its id
 * @param state where it is in its life, as a word: {@code closed opening serving draining
 *     quarantined}
 * @param reason why it is quarantined, or null
 * @param durability what its acknowledged writes survive
 * @param created when it was made, in milliseconds since 1970 UTC
 * @param quotas the bounds that hold for it
 * @param figures what is inside, or null if it can't be read now
 */
public record ShardStatus(
    ShardId id,
    String state,
    @Nullable String reason,
    Durability durability,
    long created,
    Quotas quotas,
    @Nullable Figures figures) {

  /**
   * What is inside a shard.
   *
   * @param revision of its last committed unit
   * @param namespaces number of namespaces
   * @param entries number of entries
   * @param bytes its size, the log not counted
   * @param walBytes its write-ahead log
   */
  public record Figures(long revision, long namespaces, long entries, long bytes, long walBytes) {}
}
