package dev.cairn.memory;

import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.storage.AnswerSettings;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.KeptShard;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.SnapshotStore;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.StorageFault;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps shards in memory until it is garbage itself. Any thread. */
public final class MemoryDriver implements StorageDriver {

  private final ConcurrentMap<ShardId, KeptContent> shards = new ConcurrentHashMap<>();
  private final MemorySnapshots snapshots;
  private final long shardBytes;
  private final FeedSettings feed;
  private final AnswerSettings answers;
  private final Clock clock;

  /**
   * A driver without shards.
   *
   * @param limits says how large a shard may grow; keys, texts and a fixed amount for each entry
   *     and namespace count
   * @param feed says how many changes of a shard are kept
   * @param answers says how many answers of a shard are kept
   * @param clock tells what has expired
   */
  public MemoryDriver(Limits limits, FeedSettings feed, AnswerSettings answers, Clock clock) {
    this.shardBytes = limits.shardBytes();
    this.feed = feed;
    this.answers = answers;
    this.clock = clock;
    this.snapshots = new MemorySnapshots(shards::get, this::image, clock);
  }

  /** As the other, with the answers that are kept where nothing says how many. */
  public MemoryDriver(Limits limits, FeedSettings feed, Clock clock) {
    this(limits, feed, AnswerSettings.DEFAULT, clock);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public ShardStore create(ShardId id, NewShard shard) {
    KeptContent kept = new KeptContent(id, shard, feed, answers);
    if (shards.putIfAbsent(id, kept) != null) {
      throw new IllegalStateException("Shard " + id + " is there already");
    }
    return new MemoryStore(kept, shardBytes, clock);
  }

  @Override
  public ShardStore open(ShardId id, Durability durability, boolean thorough) {
    KeptContent kept = shards.get(id);
    if (kept == null) {
      throw StorageFault.of(
          ErrorCode.SHARD_QUARANTINED, "Shard " + id + " is missing from memory.", null);
    }
    return new MemoryStore(kept, shardBytes, clock);
  }

  @Override
  public void delete(ShardId id) {
    snapshots.deleteAll(id);
    shards.remove(id);
  }

  @Override
  public void forEachShard(Consumer<KeptShard> consumer) {
    shards.forEach((id, kept) -> consumer.accept(new KeptShard(id, kept.created())));
  }

  @Override
  public @Nullable ShardFiles files() {
    return null;
  }

  @Override
  public ShardImage image(ShardStore store) {
    if (!(store instanceof MemoryStore ours)) {
      throw new IllegalArgumentException("That store is another driver's");
    }
    return image(ours.kept());
  }

  /** The state that content has now, as an image. */
  MemoryImage image(KeptContent kept) {
    return new MemoryImage(kept.shard(), kept.created(), kept.state(), feed, shards::put);
  }

  @Override
  public SnapshotStore snapshots() {
    return snapshots;
  }

  /** Does nothing: what is kept goes with the driver. */
  @Override
  public void close() {}
}
