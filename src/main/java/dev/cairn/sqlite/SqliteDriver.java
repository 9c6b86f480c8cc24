package dev.cairn.sqlite;

import dev.cairn.Durability;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.FileImage;
import dev.cairn.storage.KeptShard;
import dev.cairn.storage.NewShard;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.SnapshotStore;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.sqlite.SQLiteDataSource;

/**
 * Keeps each shard in an SQLite file of its own below a data directory, which it locks against
 * other processes while it lives. Any thread; calls for the same shard come one at a time.
 */
public final class SqliteDriver implements StorageDriver {

  private final DataDirectory lock;
  private final ShardDirectory shards;
  private final ShardMaker maker;
  private final SqliteSnapshots snapshots;
  private final SqliteShardFiles files;
  private final SqliteSettings settings;
  private final CacheShares shares;
  private final Clock clock;
  private final Ticker ticker;

  /**
   * Locks the data directory, which is made if it is missing.
   *
   * @param clock tells what has expired, and the time that migrations are recorded with
   * @param ticker measures the age of write-ahead logs
   * @throws IllegalStateException if another process has the directory, or if the SQLite at hand
   *     has a fault that loses data
   * @throws UncheckedIOException if the directory can't be used
   */
  public SqliteDriver(Path dataDirectory, SqliteSettings settings, Clock clock, Ticker ticker) {
    this(dataDirectory, settings, clock, ticker, sqliteVersion());
  }

  /** A driver on that version of SQLite. */
  SqliteDriver(
      Path dataDirectory,
      SqliteSettings settings,
      Clock clock,
      Ticker ticker,
      String sqliteVersion) {
    requireSafe(sqliteVersion);
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
    this.shares = new CacheShares(settings.cacheTotalBytes());
    this.lock = DataDirectory.lock(dataDirectory);
    try {
      Path scratch = lock.makeScratch();
      DataDirectoryCheck.run(lock.root());
      this.shards = new ShardDirectory(lock.root());
      this.files =
          new SqliteShardFiles(
              scratch, lock.root().resolve(DataDirectory.SET_ASIDE), shards, settings, clock);
    } catch (IOException e) {
      lock.close();
      throw new UncheckedIOException("The directory of shards can't be made", e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    this.maker = new ShardMaker(shards, settings, shares);
    this.snapshots = new SqliteSnapshots(lock.root(), shards, files, settings, shares, clock);
  }

  /**
   * @throws IllegalStateException if the version is one that loses data
   */
  static void requireSafe(String version) {
    if (!SqliteVersion.isSafe(version)) {
      throw new IllegalStateException(
          "SQLite "
              + version
              + " can lose committed data when it moves its log into the file;"
              + " 3.51.3 or newer is needed");
    }
  }

  private static String sqliteVersion() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite::memory:");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select sqlite_version()")) {
      return rows.next() ? rows.getString(1) : "of unknown version";
    } catch (SQLException e) {
      throw new IllegalStateException("SQLite can't be started", e);
    }
  }

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public ShardStore create(ShardId id, NewShard shard) {
    DatabasePath path = shards.path(id);
    if (ShardDirectory.requireOwnParent(path) && ShardDirectory.isThere(path)) {
      throw new IllegalStateException("There is a shard " + id + " already");
    }
    maker.make(id, shard, path);
    try {
      return open(id, shard.durability(), false);
    } catch (StorageFault e) {
      delete(id);
      throw e;
    }
  }

  @Override
  public ShardStore open(ShardId id, Durability durability, boolean thorough) {
    DatabasePath path = shards.path(id);
    shards.checkFile(path);
    return SqliteShardStore.open(id, path, durability, thorough, settings, shares, clock, ticker);
  }

  @Override
  public void delete(ShardId id) {
    DatabasePath path = shards.path(id);
    if (!ShardDirectory.requireOwnParent(path)) {
      return;
    }
    try {
      // First, for as long as its file is there a deletion that was cut short is made good.
      snapshots.deleteAll(id);
      ShardDirectory.delete(path.unfinished());
      ShardDirectory.delete(path);
      DataDirectory.sync(path.parent());
    } catch (IOException e) {
      throw StorageFault.of(ErrorCode.INTERNAL, "The shard's files can't be deleted.", e);
    }
  }

  /**
   * Whether there is a shard whose file has that name, as {@link
   * dev.cairn.storage.ReplicatedFile#name} tells it; false too if the shard can't be told from it.
   */
  public boolean isThere(String name) {
    ShardId id = FileNames.isLong(name) ? null : FileNames.decode(name);
    return id != null && isThere(id);
  }

  /** The name of the shard's file, without suffix; the shard has it in its replica too. */
  public static String nameOf(ShardId id) {
    return FileNames.encode(id);
  }

  /** What SQLite keeps, or may have left, beside a database file. */
  public static List<Path> sideFiles(Path file) {
    return new DatabasePath(file).sideFiles();
  }

  /** Whether there is a file of the shard. */
  public boolean isThere(ShardId id) {
    return ShardDirectory.isThere(shards.path(id));
  }

  /**
   * Looks at a file that was restored: checks every page of it.
   *
   * @throws StorageFault if it is damaged, or none of ours
   */
  public static RestoredShard examine(Path restored) {
    return new LooseFile(restored).examine();
  }

  @Override
  public ShardFiles files() {
    return files;
  }

  @Override
  public ShardImage image(ShardStore store) {
    try (Unwinding unwinding = new Unwinding()) {
      Scratch scratch = unwinding.add(new Scratch(files, "copy"));
      Path file = scratch.file("shard.sqlite");
      files.copy(store, file);
      RestoredShard shard = files.examine(file);
      new LooseFile(file).settle();
      unwinding.keep();
      return new FileImage(files, scratch, file, shard);
    } catch (IOException e) {
      throw ShardMaker.faultOf(e);
    } catch (SQLException e) {
      throw new IllegalStateException("closing a scratch directory never throws it", e);
    }
  }

  @Override
  public SnapshotStore snapshots() {
    return snapshots;
  }

  @Override
  public void forEachShard(Consumer<KeptShard> consumer) {
    shards.forEach(consumer);
  }

  @Override
  public void close() {
    lock.close();
  }
}
