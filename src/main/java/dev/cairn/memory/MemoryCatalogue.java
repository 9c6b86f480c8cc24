package dev.cairn.memory;

import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The list of shards in memory; nothing of it survives the process. Any thread: every call holds
 * the object's own lock, which guards both maps, for as long as it takes to look something up.
 */
public final class MemoryCatalogue implements Catalogue {

  private final NavigableMap<ShardId, ShardRecord> shards = new TreeMap<>();
  private final Map<ShardId, Long> bases = new HashMap<>();

  /** A catalogue without shards. */
  public MemoryCatalogue() {}

  @Override
  public synchronized @Nullable ShardRecord find(ShardId id) {
    return shards.get(id);
  }

  @Override
  public synchronized long baseRevision(ShardId id) {
    return bases.getOrDefault(id, 0L);
  }

  @Override
  public synchronized void put(ShardRecord shard) {
    shards.put(shard.id(), shard);
  }

  @Override
  public synchronized void putAll(List<ShardRecord> all) {
    all.forEach(this::put);
  }

  @Override
  public synchronized void enterHistory(ShardId id, long begin) {
    bases.merge(id, begin, Math::max);
  }

  @Override
  public synchronized void remove(ShardId id, long nextBase) {
    shards.remove(id);
    bases.merge(id, nextBase, Math::max);
  }

  @Override
  public synchronized boolean isRemoved(ShardId id) {
    return bases.containsKey(id) && !shards.containsKey(id);
  }

  @Override
  public synchronized List<ShardRecord> list(String prefix, @Nullable ShardId after, int limit) {
    NavigableMap<ShardId, ShardRecord> rest = after == null ? shards : shards.tailMap(after, false);
    return rest.values().stream()
        .filter(shard -> shard.id().value().startsWith(prefix))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Map<ShardId, Quotas> quotas() {
    return shards.values().stream()
        .filter(shard -> !shard.quotas().isNone())
        .collect(Collectors.toUnmodifiableMap(ShardRecord::id, ShardRecord::quotas));
  }

  @Override
  public synchronized long count() {
    return shards.size();
  }

  /** Does nothing: there is nothing to let go of. */
  @Override
  public void close() {}
}
