package dev.cairn.shard;

import dev.cairn.ShardId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest revisions of shards that were closed, so that whoever is up to date with one need not
 * have it opened. Of a limited number: those not asked for longest are forgotten. Any thread; its
 * monitor is held for a look into the map.
 */
final class Heads {

  /** Shards that are remembered, some 100 bytes each. */
  static final int MOST = 65_536;

  private final Map<ShardId, Long> heads = new LinkedHashMap<>(16, 0.75f, true);
  private final int most;

  /** Knows none. */
  Heads() {
    this(MOST);
  }

  Heads(int most) {
    this.most = most;
  }

  /** Notes the revision of a shard whose store has just been closed, as it should be. */
  synchronized void closedAt(ShardId id, long revision) {
    heads.put(id, revision);
    if (heads.size() > most) {
      heads.remove(heads.keySet().iterator().next());
    }
  }

  /** What is known of it need not be so any more. */
  synchronized void forget(ShardId id) {
    heads.remove(id);
  }

  /** See {@link Commits#head}, of a shard that is closed. */
  synchronized long of(ShardId id) {
    Long head = heads.get(id);
    return head == null ? Commits.UNKNOWN : head;
  }
}
