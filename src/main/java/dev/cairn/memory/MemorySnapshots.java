package dev.cairn.memory;

import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.SnapshotDraft;
import dev.cairn.storage.SnapshotStore;
import dev.cairn.storage.SnapshotView;
import dev.cairn.storage.StorageFault;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** See {@link SnapshotStore}: states that go on being held. Any thread. */
final class MemorySnapshots implements SnapshotStore {

  private final ConcurrentMap<ShardId, ConcurrentSkipListMap<String, Kept>> all =
      new ConcurrentHashMap<>();
  private final Function<ShardId, @Nullable KeptContent> shards;
  private final Function<KeptContent, MemoryImage> images;
  private final Clock clock;

  /**
   * @param shards tells what is kept of a shard now
   * @param images makes one of content
   */
  MemorySnapshots(
      Function<ShardId, @Nullable KeptContent> shards,
      Function<KeptContent, MemoryImage> images,
      Clock clock) {
    this.shards = shards;
    this.images = images;
    this.clock = clock;
  }

  /**
   * One of them.
   *
   * @param content what nothing changes
   */
  private record Kept(Snapshot snapshot, KeptContent content) {}

  @Override
  public Snapshot take(ShardId shard, ShardStore store, SnapshotDraft draft) {
    return keep(shard, draft);
  }

  @Override
  public Snapshot keep(ShardId shard, SnapshotDraft draft) {
    KeptContent now = shards.apply(shard);
    if (now == null) {
      throw StorageFault.of(
          ErrorCode.SHARD_QUARANTINED, "Shard " + shard + " is missing from memory.", null);
    }
    KeptContent.State state = now.state();
    Snapshot snapshot = draft.made(state.revision(), state.content().bytes());
    Kept kept = new Kept(snapshot, new KeptContent(shard, now.created(), state));
    all.computeIfAbsent(shard, _ -> new ConcurrentSkipListMap<>()).put(draft.id(), kept);
    return snapshot;
  }

  @Override
  public List<Snapshot> list(ShardId shard) {
    ConcurrentSkipListMap<String, Kept> kept = all.get(shard);
    return kept == null
        ? List.of()
        : kept.descendingMap().values().stream().map(Kept::snapshot).toList();
  }

  @Override
  public @Nullable Snapshot find(ShardId shard, String id) {
    Kept kept = kept(shard, id);
    return kept == null ? null : kept.snapshot();
  }

  private @Nullable Kept kept(ShardId shard, String id) {
    ConcurrentSkipListMap<String, Kept> kept = all.get(shard);
    return kept == null ? null : kept.get(id);
  }

  @Override
  public boolean isThere(ShardId shard, String id) {
    return kept(shard, id) != null;
  }

  @Override
  public void delete(ShardId shard, String id) {
    ConcurrentSkipListMap<String, Kept> kept = all.get(shard);
    if (kept != null) {
      kept.remove(id);
    }
  }

  /** Those of a shard that is deleted. */
  void deleteAll(ShardId shard) {
    all.remove(shard);
  }

  @Override
  public SnapshotView open(ShardId shard, String id) {
    return new View(existing(shard, id), clock);
  }

  @Override
  public ShardImage image(ShardId shard, String id) {
    return images.apply(existing(shard, id));
  }

  private KeptContent existing(ShardId shard, String id) {
    Kept kept = kept(shard, id);
    if (kept == null) {
      throw StorageFault.of(ErrorCode.INTERNAL, "Snapshot " + id + " was deleted just now.", null);
    }
    return kept.content();
  }

  private record View(KeptContent content, Clock clock) implements SnapshotView {

    @Override
    public long revision() {
      return content.state().revision();
    }

    @Override
    public ShardReader reader() {
      return new MemoryReader(content, clock, () -> {});
    }

    @Override
    public void close() {}
  }
}
