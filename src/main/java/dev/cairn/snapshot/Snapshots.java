package dev.cairn.snapshot;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.shard.Shards;
import dev.cairn.storage.ShardImage;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.Snapshot;
import dev.cairn.storage.SnapshotDraft;
import dev.cairn.storage.SnapshotStore;
import dev.cairn.storage.StorageFault;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of a node's shards. Any thread; every call may block.
 *
 * <p>Refusals that any call may give: those of {@link Shards}, and {@link
 * ErrorCode#SNAPSHOT_NOT_FOUND} where one is named.
 */
public final class Snapshots implements AutoCloseable {

  private final Shards shards;
  private final Catalogue catalogue;
  private final SnapshotStore store;
  private final SnapshotSettings settings;
  private final Clock clock;
  private final RandomGenerator random;
  private final OpenSnapshots open;
  private final ScheduledThreadPoolExecutor closer;

  /** Of the last id, so that ids rise also if the clock does not. */
  private final AtomicLong lastMillis = new AtomicLong();

  /** Shards of which one is being made; guarded by itself. */
  private final Set<ShardId> making = new HashSet<>();

  /** Those that a store keeps. */
  public Snapshots(
      Shards shards,
      Catalogue catalogue,
      SnapshotStore store,
      SnapshotSettings settings,
      RandomGenerator random,
      Clock clock,
      Ticker ticker) {
    this.shards = shards;
    this.catalogue = catalogue;
    this.store = store;
    this.settings = settings;
    this.random = random;
    this.clock = clock;
    this.open = new OpenSnapshots(settings.open(), settings.idle(), ticker);
    this.closer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("cairn-snapshots-", 0).daemon(true).factory());
    closer.setKeepAliveTime(1, TimeUnit.SECONDS);
    closer.allowCoreThreadTimeOut(true);
  }

  /**
   * Makes one, while the shard is read and written.
   *
   * @param name what it is called, or null; need not be the only one of that name
   * @param comment what is said of it, or null
   * @throws CairnException {@link ErrorCode#TOO_MANY_SNAPSHOTS} if the shard has as many, or as
   *     large ones, as it may; {@link ErrorCode#SHARD_BUSY} if one is being made, or too many are;
   *     {@link ErrorCode#STORAGE_FULL}. Nothing is left behind
   */
  public Snapshot take(ShardId shard, @Nullable String name, @Nullable String comment) {
    begin(shard);
    try {
      requireRoom(shard);
      return shards.snapshot(shard, draft(name, comment));
    } finally {
      synchronized (making) {
        making.remove(shard);
      }
    }
  }

  private void begin(ShardId shard) {
    synchronized (making) {
      if (making.contains(shard)) {
        throw new CairnException(
            ErrorCode.SHARD_BUSY, "A snapshot of shard " + shard + " is being made.");
      }
      if (making.size() >= settings.atOnce()) {
        throw new CairnException(
            ErrorCode.SHARD_BUSY,
            "There are " + making.size() + " snapshots being made. Try again when one is done.");
      }
      making.add(shard);
    }
  }

  /**
   * Checks that the shard may have another one.
   *
   * @throws CairnException {@link ErrorCode#TOO_MANY_SNAPSHOTS} if not
   */
  public void requireRoom(ShardId shard) {
    List<Snapshot> there = store.list(shard);
    if (there.size() >= settings.most()) {
      throw full(shard, there.size() + " snapshots");
    }
    long bytes = there.stream().mapToLong(Snapshot::bytes).sum();
    if (bytes >= settings.bytes()) {
      throw full(shard, bytes + " bytes of snapshots");
    }
  }

  private static CairnException full(ShardId shard, String what) {
    return new CairnException(
        ErrorCode.TOO_MANY_SNAPSHOTS,
        "Shard " + shard + " has " + what + ", and may have no more; delete one first.");
  }

  /** What a snapshot that is made now would be. */
  public SnapshotDraft draft(@Nullable String name, @Nullable String comment) {
    long now = clock.millis();
    long millis = lastMillis.updateAndGet(last -> Math.max(now, last + 1));
    String id = String.format(Locale.ROOT, "%013d-%08x", millis, random.nextInt());
    return new SnapshotDraft(id, name, comment, now);
  }

  /** Those of the shard, the newest first. */
  public List<Snapshot> list(ShardId shard) {
    requireShard(shard);
    return store.list(shard);
  }

  /** One of them. */
  public Snapshot get(ShardId shard, String id) {
    requireShard(shard);
    Snapshot found = store.find(shard, id);
    if (found == null) {
      throw notFound(shard, id);
    }
    return found;
  }

  /** Whether there is one of that id. */
  public boolean isThere(ShardId shard, String id) {
    return store.isThere(shard, id);
  }

  /**
   * A copy of one, checked, which the caller closes.
   *
   * @throws dev.cairn.storage.StorageFault if it is damaged, or can't be copied
   */
  public ShardImage image(ShardId shard, String id) {
    get(shard, id);
    return store.image(shard, id);
  }

  /** Deletes one; does nothing if it, or the shard, is not there. Reads from it go on. */
  public void delete(ShardId shard, String id) {
    store.delete(shard, id);
    open.drop(new OpenSnapshots.Name(shard, id));
  }

  /**
   * Reads from one on the calling thread.
   *
   * @param read given the last revision of the snapshot
   */
  public <T> T read(ShardId shard, String id, Shards.ShardRead<T> read) {
    OpenSnapshots.Name name = new OpenSnapshots.Name(shard, id);
    if (!store.isThere(shard, id)) {
      open.drop(name);
      requireShard(shard);
      throw notFound(shard, id);
    }
    try {
      return open.use(
          name,
          () -> store.open(shard, id),
          view -> {
            try (ShardReader reader = view.reader()) {
              return read.read(reader, view.revision());
            }
          });
    } catch (StorageFault e) {
      if (!store.isThere(shard, id)) {
        throw notFound(shard, id);
      }
      throw e;
    } finally {
      closeLater();
    }
  }

  private void closeLater() {
    synchronized (closer) {
      if (closer.getQueue().isEmpty() && !closer.isShutdown()) {
        var unused =
            closer.schedule(this::closeIdle, settings.idle().toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private void closeIdle() {
    if (open.closeIdle()) {
      closeLater();
    }
  }

  private void requireShard(ShardId shard) {
    if (catalogue.find(shard) == null) {
      throw new CairnException(ErrorCode.SHARD_NOT_FOUND, "There is no shard " + shard + ".");
    }
  }

  private static CairnException notFound(ShardId shard, String id) {
    return new CairnException(
        ErrorCode.SNAPSHOT_NOT_FOUND, "Shard " + shard + " has no snapshot '" + id + "'.");
  }

  /** Closes those that are open; nobody reads any more. */
  @Override
  public void close() {
    synchronized (closer) {
      closer.shutdownNow();
    }
    open.close();
  }
}
