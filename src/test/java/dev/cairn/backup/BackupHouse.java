package dev.cairn.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CairnException;
import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.Eventually;
import dev.cairn.Limits;
import dev.cairn.Outcome;
import dev.cairn.SettableClock;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.memory.MemoryCatalogue;
import dev.cairn.restore.FormerStates;
import dev.cairn.restore.RestoreWork;
import dev.cairn.shard.ShardRegistry;
import dev.cairn.shard.ShardSettings;
import dev.cairn.snapshot.SnapshotSettings;
import dev.cairn.snapshot.Snapshots;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Real shards in SQLite files, a real registry, the policy under test and a fake replicator; time
 * moves only when a test says so. One thread.
 */
final class BackupHouse implements AutoCloseable {

  static final ShardId A = new ShardId("a");
  static final ShardId B = new ShardId("b");

  private static final int ROUNDS_A_SECOND = 25;
  private static final long BEGIN = 1_790_000_000_000L;

  final FakeReplicator replicator = new FakeReplicator();
  final ListedEpochs store = new ListedEpochs(replicator);
  private final @Nullable FakeReplica replica;
  final BackupSettings settings;

  /** Where the service is told that its replica is, from its next start on. */
  String replicaUrl = "file:///replica";

  private final Path data;
  private final int openCap;
  private final Catalogue catalogue = new MemoryCatalogue();
  private final AtomicLong nanos = new AtomicLong();

  @SuppressWarnings("NullAway.Init") // begin() sets it
  private StorageDriver driver;

  @SuppressWarnings("NullAway.Init") // begin() sets it
  ShardRegistry registry;

  @SuppressWarnings("NullAway.Init") // begin() sets it
  HotBackups backups;

  /** Told of each step that changes the files of a shard; see {@link WatchedDriver}. */
  private volatile Consumer<String> onFileStep = step -> {};

  /** One over files and a replica that another one left as it was killed. */
  BackupHouse(Path data, BackupSettings settings, int openCap, Map<String, List<Long>> left) {
    replicator.remember(left);
    this.replica = null;
    this.data = data;
    this.settings = settings;
    this.openCap = openCap;
    begin();
  }

  BackupHouse(Path data, BackupSettings settings, int openCap) {
    this(data, settings, openCap, (FakeReplica) null);
  }

  /** One whose shards come into a replica from which they can be restored. */
  BackupHouse(Path data, BackupSettings settings, int openCap, @Nullable FakeReplica replica) {
    this.data = data;
    this.replica = replica;
    if (replica != null) {
      replicator.copyTo(replica);
    }
    this.settings = settings;
    this.openCap = openCap;
    begin();
  }

  /** One that has seen that there are no shards yet. */
  BackupHouse(Path data) {
    this(data, quick(1000, Duration.ofMinutes(3)), 8);
    backups.round();
  }

  /**
   * Settings with that cap and that idle time; a write waits for the replica as long as need be.
   */
  static BackupSettings quick(int hotCap, Duration idle) {
    return new BackupSettings(
        hotCap,
        idle,
        Duration.ofSeconds(2),
        Duration.ofHours(6),
        BackupSettings.DEFAULT.logBytes(),
        Duration.ofSeconds(5),
        Duration.ofMinutes(1));
  }

  private void begin() {
    replicator.startAgain();
    Clock clock = new SettableClock(this::millis);
    driver =
        WatchedDriver.over(
            new SqliteDriver(data, SqliteSettings.DEFAULT, clock, nanos::get),
            step -> onFileStep.accept(step));
    backups =
        new HotBackups(
            replicator,
            replica == null ? store : replica,
            replicaUrl,
            catalogue,
            SqliteDriver::nameOf,
            data.resolve("backup"),
            settings,
            Keeping.DEFAULT,
            proving(),
            clock,
            nanos::get);
    registry =
        new ShardRegistry(
            driver,
            catalogue,
            new UnitExecutor(Limits.DEFAULT, true),
            WriteSettings.DEFAULT,
            shardSettings(),
            WriteListener.NONE,
            backups.listener(),
            clock,
            nanos::get);
    registry.start();
    backups.use(registry);
  }

  private @Nullable Proving proving() {
    ShardFiles files = driver.files();
    return replica == null || files == null
        ? null
        : new Proving(replica, files, DrillSettings.DEFAULT);
  }

  /** What brings former states back, from the replica that it was made with. */
  RestoreWork work(String kind) {
    return work(kind, requireNonNull(replica));
  }

  /** The same, listed by another store that stands before that replica. */
  RestoreWork work(String kind, ReplicaStore listed) {
    ShardFiles files = requireNonNull(driver.files());
    FakeReplica kept = requireNonNull(replica);
    return new RestoreWork(
        kind,
        registry,
        catalogue,
        backups,
        new Snapshots(
            registry,
            catalogue,
            driver.snapshots(),
            SnapshotSettings.DEFAULT,
            new Random(1),
            Clock.systemUTC(),
            nanos::get),
        files,
        new FormerStates(listed, kept, files),
        Clock.systemUTC());
  }

  /** What lies where files are restored for a trial. */
  List<String> scratch() {
    ShardFiles files = driver.files();
    return files == null ? List.of() : names(files.scratch());
  }

  private ShardSettings shardSettings() {
    ShardSettings d = ShardSettings.DEFAULT;
    return new ShardSettings(
        d.autoCreate(),
        d.defaultDurability(),
        openCap,
        d.waitingWrites(),
        d.waitingBytes(),
        d.lendWait(),
        d.drainWait(),
        d.quarantineRetry(),
        Duration.ZERO,
        d.writerThreads(),
        d.diskWriterThreads(),
        d.openerThreads(),
        d.quotas());
  }

  /** Has somebody told of each step of the backup, from several threads. */
  void onStep(Consumer<String> listener) {
    onFileStep = listener;
    replicator.onStep(listener);
  }

  /** Has the catalogue know of so many more shards, whose files nobody asks for. */
  void registerOnly(int shards) {
    for (int i = 0; i < shards; i++) {
      catalogue.put(new ShardRecord(new ShardId("cold" + i), Durability.NORMAL, BEGIN));
    }
  }

  /**
   * Writes an entry and tells the revision it took. Sends it again, as it is asked to, where an
   * opening that others had begun ran out of time: minutes may pass at once here.
   */
  long put(ShardId id, String key, String value) {
    WriteUnit unit = new WriteUnit.Single(Units.put(key, value));
    Outcome<UnitResult> outcome = registry.writeAndWait(id, unit);
    for (int again = 0; again < 10 && isOutOfTime(outcome); again++) {
      outcome = registry.writeAndWait(id, unit);
    }
    return switch (outcome) {
      case Outcome.Committed<UnitResult>(UnitResult result) -> result.revision();
      case Outcome.Refused<UnitResult>(var reason) -> throw reason;
      case Outcome.Unknown<UnitResult>(var reason) -> throw reason;
    };
  }

  private static boolean isOutOfTime(Outcome<UnitResult> outcome) {
    return outcome instanceof Outcome.Refused<UnitResult>(CairnException reason)
        && reason.code() == ErrorCode.TOO_MANY_OPEN_SHARDS;
  }

  /** Writes until the shard is hot, and everything is in the replica. */
  long putAndSync(ShardId id, String key, String value) {
    long revision = put(id, key, value);
    settle(id + " is in the replica", () -> backups.status(id).replicatedRevision() >= revision);
    return revision;
  }

  /** The time of its clock, in milliseconds since 1970 UTC. */
  long millis() {
    return BEGIN + TimeUnit.NANOSECONDS.toMillis(nanos.get());
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /**
   * Has rounds until something holds. Seconds pass, but slowly enough that no shard is taken for
   * idle only because the machine is busy.
   */
  void settle(String what, BooleanSupplier condition) {
    AtomicLong rounds = new AtomicLong();
    Eventually.holds(
        what,
        () -> {
          if (condition.getAsBoolean()) {
            return true;
          }
          if (rounds.incrementAndGet() % ROUNDS_A_SECOND == 0) {
            pass(Duration.ofSeconds(1));
          }
          backups.round();
          return condition.getAsBoolean();
        });
  }

  BackupState state(ShardId id) {
    return backups.status(id).state();
  }

  /** Ends the service in good order, and starts it again. */
  void restart() {
    end();
    begin();
  }

  /** Starts the service again after {@link #end}. */
  void startAgain() {
    begin();
  }

  /** Moves the log of a closed shard whose id is its name into its file, as any program might. */
  void moveLogAsStrangers(ShardId id) throws SQLException {
    try (Stream<Path> all = Files.walk(data.resolve("shards"), 2)) {
      Path file =
          all.filter(path -> path.getFileName().toString().equals(id + ".sqlite"))
              .findAny()
              .orElseThrow();
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = connection.createStatement()) {
        statement.execute("pragma wal_checkpoint(truncate)");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the service in good order. */
  void end() {
    registry.close();
    backups.close();
    replicator.kill();
    driver.close();
  }

  /** The markers that are there. */
  List<String> markers() {
    return names(data.resolve("backup/hot"));
  }

  /** The replicator's notes that are there. */
  List<String> notes() {
    try (Stream<Path> all = Files.walk(data.resolve("shards"), 2)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith("-litestream"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of the write-ahead log of a shard whose id is its name. */
  long logBytes(ShardId id) {
    try (Stream<Path> all = Files.walk(data.resolve("shards"), 2)) {
      return all.filter(path -> path.getFileName().toString().equals(id + ".sqlite-wal"))
          .mapToLong(path -> path.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    end();
    replicator.close();
    assertThat(replicator.breaches()).as("what would spoil a real copy").isEmpty();
  }
}
