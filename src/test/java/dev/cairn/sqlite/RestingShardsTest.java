package dev.cairn.sqlite;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Durability;
import dev.cairn.Eventually;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.shard.SettingsChange;
import dev.cairn.shard.ShardListener;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.shard.ShardSettings;
import dev.cairn.storage.KeptShard;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.SnapshotStore;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitOfWork;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many open shards, of which but a few are used: the page cache goes to those. */
class RestingShardsTest {

  private static final int SHARDS = 60;
  private static final SqliteSettings SETTINGS = SqliteSettings.DEFAULT;
  private static final long TOTAL_KIB = SETTINGS.cacheTotalBytes() / 1024;

  /** Moves only when a test says so. */
  private final AtomicLong nanos = new AtomicLong();

  private final CacheShares shares = new CacheShares(SETTINGS.cacheTotalBytes());

  /** Opens shards that share the cache of the test, and age by its time. */
  private final class Driver implements StorageDriver {

    private final Path data;
    private final SqliteDriver driver;

    Driver(Path directory) {
      this.data = directory.resolve("data");
      this.driver = new SqliteDriver(data, SETTINGS, Clock.systemUTC(), Ticker.SYSTEM);
    }

    @Override
    public String name() {
      return driver.name();
    }

    @Override
    public SqliteShardStore create(ShardId id, NewShard shard) {
      driver.create(id, shard).close();
      return open(id, shard.durability(), false);
    }

    @Override
    public SqliteShardStore open(ShardId id, Durability durability, boolean thorough) {
      DatabasePath path = ShardFileFixture.pathOf(data, id);
      return SqliteShardStore.open(
          id, path, durability, thorough, SETTINGS, shares, Clock.systemUTC(), nanos::get);
    }

    @Override
    public void delete(ShardId id) {
      driver.delete(id);
    }

    @Override
    public ShardFiles files() {
      return driver.files();
    }

    @Override
    public ShardImage image(ShardStore store) {
      return driver.image(store);
    }

    @Override
    public SnapshotStore snapshots() {
      return driver.snapshots();
    }

    @Override
    public void forEachShard(Consumer<KeptShard> consumer) {
      driver.forEachShard(consumer);
    }

    @Override
    public void close() {
      driver.close();
    }
  }

  @Test
  void thoseThatAreNotUsedLeaveTheCacheToTheOneThatIs(@TempDir Path directory) {
    try (Driver driver = new Driver(directory)) {
      List<ShardStore> stores = open(driver);
      stores.forEach(RestingShardsTest::write);
      for (int round = 0; round < 2; round++) {
        stores.forEach(RestingShardsTest::read);
        pass(Visits.INTERVAL_NANOS);
        stores.forEach(ShardStore::maintain);
      }
      long before = shares.grantedKib();
      assertThat(before).isBetween(SHARDS * 256L, TOTAL_KIB);

      pass(CacheShare.RESTS_AFTER_NANOS);
      read(stores.getFirst());
      stores.forEach(ShardStore::maintain);

      assertThat(stores.getFirst().wantsVisits()).isTrue();
      assertThat(stores.subList(1, SHARDS)).noneMatch(ShardStore::wantsVisits);
      read(stores.getFirst());
      assertThat(shares.grantedKib()).isEqualTo(CacheShares.MOST_KIB);
      stores.forEach(ShardStore::close);
      assertThat(shares.grantedKib()).isZero();
    }
  }

  @Test
  void whenAllWakeAtOnceTheTotalHolds(@TempDir Path directory) {
    try (Driver driver = new Driver(directory)) {
      List<ShardStore> stores = open(driver);
      for (int round = 0; round < 3; round++) {
        rest(stores);
        assertThat(shares.grantedKib()).isZero();
        for (ShardStore store : stores) {
          read(store);
          write(store);
          assertThat(shares.grantedKib())
              .isLessThanOrEqualTo(TOTAL_KIB + 2 * SHARDS * CacheShares.LEAST_KIB);
        }
        stores.forEach(RestingShardsTest::read);
        stores.forEach(RestingShardsTest::write);
        assertThat(shares.grantedKib()).isLessThanOrEqualTo(TOTAL_KIB);
        stores.forEach(RestingShardsTest::read);
        stores.forEach(RestingShardsTest::write);
        assertThat(shares.grantedKib()).isEqualTo(2 * SHARDS * 512L);
      }
      stores.forEach(ShardStore::close);
    }
  }

  @Test
  void aVisitComesNoSoonerThanItIsDue(@TempDir Path directory) {
    try (Driver driver = new Driver(directory);
        ShardStore store = driver.create(new ShardId("a"), shard())) {
      assertThat(store.maintenanceIsDue()).isFalse();
      nanos.addAndGet(Visits.INTERVAL_NANOS);
      assertThat(store.maintenanceIsDue()).isTrue();

      store.maintain();

      assertThat(store.maintenanceIsDue()).isFalse();
      rest(List.of(store));
      nanos.addAndGet(Visits.INTERVAL_NANOS);
      assertThat(store.maintenanceIsDue()).as("it rests").isFalse();
    }
  }

  @Test
  void shardsThatAreOnlyReadComeToRestToo(@TempDir Path directory) {
    ShardId id = new ShardId("a");
    try (Driver driver = new Driver(directory);
        ShardRegistry registry = registry(driver)) {
      registry.start();
      registry.put(id, SettingsChange.NONE);
      long namespaces = registry.read(id, (reader, revision) -> reader.totals().namespaces());
      assertThat(namespaces).isEqualTo(1);
      assertThat(shares.grantedKib()).isPositive();

      Eventually.holds(
          "nothing of the cache is taken",
          () -> {
            nanos.addAndGet(CacheShare.RESTS_AFTER_NANOS / 1000);
            return shares.grantedKib() == 0;
          });

      assertThat(registry.figures().open()).isEqualTo(1);
    }
  }

  private ShardRegistry registry(StorageDriver driver) {
    return new ShardRegistry(
        driver,
        new MemoryCatalogue(),
        new UnitExecutor(Limits.DEFAULT, true),
        WriteSettings.DEFAULT,
        ShardSettings.DEFAULT,
        WriteListener.NONE,
        ShardListener.NONE,
        Clock.systemUTC(),
        Ticker.SYSTEM);
  }

  private static List<ShardStore> open(Driver driver) {
    List<ShardStore> stores = new ArrayList<>();
    for (int i = 0; i < SHARDS; i++) {
      stores.add(driver.create(new ShardId("shard-" + i), shard()));
    }
    return stores;
  }

  private static NewShard shard() {
    return new NewShard(Durability.NORMAL, 0, 0);
  }

  private static void read(ShardStore store) {
    try (ShardReader reader = requireNonNull(store.tryReader())) {
      assertThat(reader.totals().namespaces()).isEqualTo(1);
    }
  }

  private static void write(ShardStore store) {
    try (UnitOfWork work = store.begin()) {
      work.mark();
    }
  }

  private void rest(List<ShardStore> stores) {
    for (int visit = 0; visit < 2; visit++) {
      pass(CacheShare.RESTS_AFTER_NANOS);
      stores.forEach(ShardStore::maintain);
    }
  }

  private void pass(long time) {
    nanos.addAndGet(time);
  }
}
