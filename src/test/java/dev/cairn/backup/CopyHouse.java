package dev.cairn.backup;

import dev.cairn.Limits;
import dev.cairn.Outcome;
import dev.cairn.SettableClock;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.replica.ReplicaStores;
import dev.cairn.shard.ClosingCause;
import dev.cairn.shard.FollowedShard;
import dev.cairn.shard.ShardFollower;
import dev.cairn.shard.ShardListener;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.shard.ShardSettings;
import dev.cairn.sqlite.SqliteDriver;
import dev.cairn.sqlite.SqliteSettings;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.Units;
import dev.cairn.storage.WriteUnit;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Real shards in SQLite files, a real registry, the copies under test and a real directory for
 * them; time moves only when a test says so. One thread.
 */
final class CopyHouse implements AutoCloseable {

  private static final long BEGIN = 1_790_000_000_000L;

  final FailingStore store;
  final List<String> heard = new ArrayList<>();
  private final Path data;
  private final Catalogue catalogue = new MemoryCatalogue();
  private final AtomicLong nanos = new AtomicLong();
  private final Clock clock =
      new SettableClock(() -> BEGIN + TimeUnit.NANOSECONDS.toMillis(nanos.get()));

  @SuppressWarnings("NullAway.Init") // begin() sets it
  private StorageDriver driver;

  @SuppressWarnings("NullAway.Init") // begin() sets it
  ShardRegistry registry;

  @SuppressWarnings("NullAway.Init") // begin() sets it
  DailyCopies copies;

  CopyHouse(Path directory) {
    this.data = directory.resolve("data");
    this.store =
        new FailingStore(
            Objects.requireNonNull(
                ReplicaStores.of("file://" + directory.resolve("replica"), Map.of()), "a store"),
            time -> nanos.addAndGet(time.toNanos()));
    begin();
  }

  private void begin() {
    driver = new SqliteDriver(data, SqliteSettings.DEFAULT, clock, nanos::get);
    copies =
        new DailyCopies(
            store,
            files(),
            "file:///replica",
            data.resolve("backup"),
            CopySettings.DEFAULT,
            new Recording(),
            clock,
            nanos::get);
    registry =
        new ShardRegistry(
            driver,
            catalogue,
            new UnitExecutor(Limits.DEFAULT, true),
            WriteSettings.DEFAULT,
            ShardSettings.DEFAULT,
            WriteListener.NONE,
            copies,
            clock,
            nanos::get);
    registry.start();
    copies.use(registry);
  }

  private final class Recording implements ShardListener {

    @Override
    public ShardFollower opened(FollowedShard shard) {
      heard.add("opened " + shard.id());
      return new ShardFollower() {
        private boolean prepared;

        @Override
        public boolean isPrepared() {
          return prepared;
        }

        @Override
        public void prepare() {
          heard.add("prepare");
          prepared = true;
        }

        @Override
        public void committed(long revision) {
          heard.add("committed " + revision);
        }

        @Override
        public void closing(ClosingCause cause) {
          heard.add("closing " + cause);
        }
      };
    }

    @Override
    public void replacing(ShardId id, boolean readable) {}

    @Override
    public void replaced(ShardId id) {}

    @Override
    public void deleting(ShardId id) {
      heard.add("deleting " + id);
    }
  }

  ShardFiles files() {
    return Objects.requireNonNull(driver.files(), "files");
  }

  CopyStore copyStore() {
    return new CopyStore(store);
  }

  /** The copies of a shard whose id is its name, the oldest first. */
  List<CopyName> stored(ShardId id) throws IOException {
    return copyStore().list(id.value());
  }

  long millis() {
    return clock.millis();
  }

  long put(ShardId id, String key, String value) {
    Outcome<UnitResult> outcome =
        registry.writeAndWait(id, new WriteUnit.Single(Units.put(key, value)));
    return switch (outcome) {
      case Outcome.Committed<UnitResult>(UnitResult result) -> result.revision();
      case Outcome.Refused<UnitResult>(var reason) -> throw reason;
      case Outcome.Unknown<UnitResult>(var reason) -> throw reason;
    };
  }

  /** Opens the shard if it is closed. */
  long revision(ShardId id) {
    return registry.read(id, (_, revision) -> revision);
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  void round() {
    copies.round();
  }

  void passAndCopy(Duration time) {
    pass(time);
    round();
  }

  /** From now on each put into the store takes that time. */
  void slow(Duration time) {
    store.slow(time);
  }

  void restart() {
    end();
    begin();
  }

  /** Ends the service, loses which shards have changed, and starts it again. */
  void loseNotesOfChanges() {
    end();
    try (Stream<Path> all = Files.walk(data.resolve("backup/copies"))) {
      for (Path path : all.filter(path -> path.toString().contains("/changed/")).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    begin();
  }

  /** Overwrites the middle of the file of a shard whose id is its name, while it is closed. */
  void damage(ShardId id) {
    end();
    try (Stream<Path> all = Files.walk(data.resolve("shards"), 2)) {
      Path file =
          all.filter(path -> path.getFileName().toString().equals(id + ".sqlite"))
              .findAny()
              .orElseThrow();
      byte[] content = Files.readAllBytes(file);
      for (int i = content.length / 2; i < content.length; i++) {
        content[i] = (byte) 0xff;
      }
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    begin();
  }

  private void end() {
    registry.close();
    copies.close();
    driver.close();
  }

  @Override
  public void close() {
    end();
    store.close();
  }
}
