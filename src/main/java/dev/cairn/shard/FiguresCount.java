package dev.cairn.shard;

import dev.cairn.ShardId;
import dev.cairn.shard.ShardState.Closed;
import dev.cairn.shard.ShardState.Draining;
import dev.cairn.shard.ShardState.Opening;
import dev.cairn.shard.ShardState.Quarantined;
import dev.cairn.shard.ShardState.Serving;
import dev.cairn.storage.StorageFault;
import java.util.HashMap;
import java.util.Map;

/** Adds up what the states of all shards say. One thread. */
final class FiguresCount {

  int open;
  int queued;
  long walBytes;
  final Map<ShardId, String> quarantined = new HashMap<>();

  void add(ShardId id, ShardState state) {
    switch (state) {
      case Serving(OpenShard shard) -> addOpen(shard);
      case Quarantined found -> quarantined.put(id, found.reason());
      case Opening _, Draining _, Closed _ -> {}
    }
  }

  private void addOpen(OpenShard shard) {
    open++;
    queued += shard.writer().queued();
    try {
      walBytes += shard.store().sizes().walBytes();
    } catch (StorageFault e) {
      // It is being closed, or is about to be found out; neither is for figures to tell.
      walBytes += 0;
    }
  }
}
