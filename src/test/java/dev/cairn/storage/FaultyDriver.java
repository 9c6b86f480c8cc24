package dev.cairn.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A driver over another one that fails as a {@link FaultPlan} says, and keeps account of what is
 * open and of what the contract forbids. Any thread.
 */
public final class FaultyDriver implements StorageDriver {

  private final StorageDriver driver;
  private final FaultPlan plan;
  private final Set<ShardId> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger readers = new AtomicInteger();
  private final List<String> breaches = new CopyOnWriteArrayList<>();

  /** A driver over {@code driver}. */
  public FaultyDriver(StorageDriver driver, FaultPlan plan) {
    this.driver = driver;
    this.plan = plan;
  }

  /** The shards that are open. */
  public Set<ShardId> open() {
    return Set.copyOf(open);
  }

  /** How many readers are lent. */
  public int readersLent() {
    return readers.get();
  }

  /** Throws an {@link AssertionError} if the driver was used in a way that the contract forbids. */
  public void checkUse() {
    assertThat(breaches).as("breaches of the contract").isEmpty();
  }

  /** Throws an {@link AssertionError} if something is open or was misused. */
  public void checkNothingOpen() {
    checkUse();
    assertThat(open).as("open stores").isEmpty();
    assertThat(readers).as("lent readers").hasValue(0);
  }

  /** Notes what the contract forbids. */
  void breach(String what) {
    breaches.add(what);
  }

  @Override
  public String name() {
    return driver.name();
  }

  @Override
  public ShardStore create(ShardId id, NewShard shard) {
    plan.at(FaultPlan.Call.CREATE);
    return opened(id, driver.create(id, shard));
  }

  @Override
  public ShardStore open(ShardId id, Durability durability, boolean thorough) {
    plan.at(FaultPlan.Call.OPEN);
    if (thorough) {
      plan.at(FaultPlan.Call.OPEN_THOROUGHLY);
    }
    return opened(id, driver.open(id, durability, thorough));
  }

  private ShardStore opened(ShardId id, ShardStore store) {
    if (!open.add(id)) {
      breach("Shard " + id + " was opened twice");
    }
    return new FaultyStore(
        store,
        plan,
        this::breach,
        readers,
        () -> {
          if (!open.remove(id)) {
            breach("Shard " + id + " was closed twice");
          }
        });
  }

  @Override
  public void delete(ShardId id) {
    if (open.contains(id)) {
      breach("Shard " + id + " was deleted while it was open");
    }
    plan.at(FaultPlan.Call.DELETE);
    driver.delete(id);
  }

  @Override
  public @Nullable ShardFiles files() {
    return driver.files();
  }

  @Override
  public ShardImage image(ShardStore store) {
    return driver.image(FaultyStore.inner(store));
  }

  @Override
  public SnapshotStore snapshots() {
    return driver.snapshots();
  }

  @Override
  public void forEachShard(Consumer<KeptShard> consumer) {
    plan.at(FaultPlan.Call.FOR_EACH_SHARD);
    driver.forEachShard(consumer);
  }

  /** The ids of all shards that are kept. */
  public List<ShardId> kept() {
    List<ShardId> kept = new ArrayList<>();
    driver.forEachShard(shard -> kept.add(shard.id()));
    return kept;
  }

  @Override
  public void close() {
    driver.close();
  }
}
