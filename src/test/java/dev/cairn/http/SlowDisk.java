package dev.cairn.http;

import dev.cairn.Durability;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.memory.MemoryDriver;
import dev.cairn.storage.FaultPlan;
import dev.cairn.storage.FaultyDriver;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.KeptShard;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.SnapshotStore;
import dev.cairn.storage.StorageDriver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** In place of the driver of the service, one that has a shard on a disk of its own. */
@Alternative
@ApplicationScoped
public class SlowDisk {

  /** The shard whose reads go by {@link #plan}. */
  static final ShardId SHARD = new ShardId("on-a-slow-disk");

  private final FaultPlan plan = new FaultPlan();

  /** What happens at each read of the shard. */
  FaultPlan plan() {
    return plan;
  }

  @Produces
  @Singleton
  StorageDriver driver(Limits limits) {
    StorageDriver quick = new MemoryDriver(limits, FeedSettings.DEFAULT, Clock.systemUTC());
    return new TwoDisks(quick, new FaultyDriver(quick, plan));
  }

  private record TwoDisks(StorageDriver quick, StorageDriver slow) implements StorageDriver {

    private StorageDriver of(ShardId id) {
      return id.equals(SHARD) ? slow : quick;
    }

    @Override
    public String name() {
      return quick.name();
    }

    @Override
    public ShardStore create(ShardId id, NewShard shard) {
      return of(id).create(id, shard);
    }

    @Override
    public ShardStore open(ShardId id, Durability durability, boolean thorough) {
      return of(id).open(id, durability, thorough);
    }

    @Override
    public void delete(ShardId id) {
      of(id).delete(id);
    }

    @Override
    public @Nullable ShardFiles files() {
      return quick.files();
    }

    @Override
    public ShardImage image(ShardStore store) {
      return quick.image(store);
    }

    @Override
    public SnapshotStore snapshots() {
      return quick.snapshots();
    }

    @Override
    public void forEachShard(Consumer<KeptShard> consumer) {
      quick.forEachShard(consumer);
    }

    @Override
    public void close() {
      quick.close();
    }
  }
}
