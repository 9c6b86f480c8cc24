package dev.cairn.http;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The shapes of the bodies of the node, for the API description alone: bodies are read and written
 * as streams, and no instance of these is ever made.
 */
final class NodeShapes {

  private NodeShapes() {}

  @Schema(name = "NodeStatus", description = "How this node fares.")
  record NodeStatus(
      @Schema(required = true, description = "The version of the service.") String version,
      @Schema(required = true, description = "What stores the shards.") String driver,
      @Schema(required = true, description = "Seconds since the start.", minimum = "0")
          long uptimeSeconds,
      @Schema(required = true, description = "Number of shards.", minimum = "0") long shards,
      @Schema(required = true, description = "How many of them are open.", minimum = "0") int open,
      @Schema(required = true, description = "How many may be open.", minimum = "1") int openCap,
      @Schema(required = true, description = "Writes that wait.", minimum = "0") int queuedWrites,
      @Schema(
              required = true,
              description = "Bytes of the write-ahead logs of open shards.",
              minimum = "0")
          long walBytes,
      @Schema(required = true, description = "Number of quarantined shards.", minimum = "0")
          int quarantinedShards,
      @Schema(required = true, description = "The first hundred of them, each with its reason.")
          List<QuarantinedShard> quarantined,
      @Schema(required = true, description = "How the backup fares.")
          BackupShapes.NodeBackup backup) {}

  @Schema(name = "QuarantinedShard", description = "A shard that is not served, and why.")
  record QuarantinedShard(
      @Schema(required = true, description = "Its id.") String shard,
      @Schema(required = true, description = "Why it is not served.") String reason) {}
}
