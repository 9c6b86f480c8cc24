package dev.cairn.http;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the bodies of shards, for the API description alone: bodies are read and written as
 * streams, and no instance of these is ever made.
 */
final class ShardShapes {

  private ShardShapes() {}

  @Schema(name = "ShardSettings", description = "What may be set of a shard.")
  record ShardSettings(
      @Schema(
              description =
                  "What an acknowledged write survives: `normal` the death of the process, `full`"
                      + " loss of power too. Left out: as it is, or the node's default.",
              enumeration = {"normal", "full"})
          @Nullable String durability,
      @Schema(
              description =
                  "All of its own bounds: those that are not named are taken away, and the node's"
                      + " hold. Left out: as they are.")
          QuotaShapes.@Nullable OfShard quotas) {}

  @Schema(name = "ShardSummary", description = "A shard in a list.")
  record ShardSummary(
      @Schema(required = true, description = "Its id.") String shard,
      @Schema(required = true, description = "What stores it.") String driver,
      @Schema(
              required = true,
              description = "Where it is in its life.",
              enumeration = {"closed", "opening", "serving", "draining", "quarantined"})
          String state,
      @Schema(
              required = true,
              description = "What an acknowledged write survives.",
              enumeration = {"normal", "full"})
          String durability,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created) {}

  @Schema(
      name = "Shard",
      description = "A shard. The figures are left out while they can't be read.")
  record Shard(
      @Schema(required = true, description = "Its id.") String shard,
      @Schema(required = true, description = "What stores it.") String driver,
      @Schema(
              required = true,
              description = "Where it is in its life.",
              enumeration = {"closed", "opening", "serving", "draining", "quarantined"})
          String state,
      @Schema(description = "Why it is quarantined.") @Nullable String reason,
      @Schema(
              required = true,
              description = "What an acknowledged write survives.",
              enumeration = {"normal", "full"})
          String durability,
      @Schema(description = "The revision of its last write.", minimum = "0")
          @Nullable Long revision,
      @Schema(description = "Number of namespaces, `default` included.", minimum = "1")
          @Nullable Long namespaces,
      @Schema(description = "Number of entries.", minimum = "0") @Nullable Long entries,
      @Schema(description = "Its size in bytes, the write-ahead log not counted.", minimum = "0")
          @Nullable Long bytes,
      @Schema(description = "Bytes of its write-ahead log.", minimum = "0") @Nullable Long walBytes,
      @Schema(required = true, description = "When it was made.", format = "date-time")
          String created,
      @Schema(required = true, description = "The bounds that hold, its own and the node's.")
          QuotaShapes.OfShard quotas,
      @Schema(required = true, description = "How its backup stands.")
          BackupShapes.Backup backup) {}

  @Schema(name = "ShardPage", description = "A page of shards, ordered by id.")
  record ShardPage(
      @Schema(required = true, description = "The shards.") List<ShardSummary> items,
      @Schema(description = "Where the next page goes on; missing at the end.")
          @Nullable String nextCursor) {}
}
