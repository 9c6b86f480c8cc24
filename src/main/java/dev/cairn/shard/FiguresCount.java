package dev.cairn.shard;

import dev.cairn.ShardId;
import dev.cairn.storage.StorageFault;
import java.util.HashMap;
import java.util.Map;

/** Adds up what is known of all shards. One thread. */
final class FiguresCount {

  private static final System.Logger LOG = System.getLogger(FiguresCount.class.getName());

  private int open;
  private int queued;
  private long walBytes;
  private long largestWalBytes;
  private final Map<ShardId, String> quarantined = new HashMap<>();

  /** Counts an open shard, which is on loan to the caller. */
  void addOpen(OpenShard shard) {
    open++;
    queued += shard.writer().queued();
    try {
      long bytes = shard.store().sizes().walBytes();
      walBytes += bytes;
      largestWalBytes = Math.max(largestWalBytes, bytes);
    } catch (StorageFault e) {
      LOG.log(System.Logger.Level.WARNING, "Shard " + shard.id() + " can't tell its sizes.", e);
    }
  }

  void addQuarantined(ShardId id, String reason) {
    quarantined.put(id, reason);
  }

  RegistryFigures figures(long shards, int openCap, long opens, long evictions) {
    return new RegistryFigures(
        shards,
        open,
        openCap,
        opens,
        evictions,
        queued,
        walBytes,
        largestWalBytes,
        Map.copyOf(quarantined));
  }
}
