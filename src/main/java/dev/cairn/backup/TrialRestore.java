package dev.cairn.backup;

import dev.cairn.CairnException;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.backup.ReplicaStore.StoredObject;
import dev.cairn.backup.ReplicatorException.Kind;
import dev.cairn.storage.ContentDigest;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Restores points to scratch files, which are removed whatever happens, and tells what is in them.
 * Any thread; blocks.
 */
final class TrialRestore {

  /** How long a restore may take; the largest shards need a minute or two from a slow store. */
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private static final System.Logger LOG = System.getLogger(TrialRestore.class.getName());

  private final Restorer restorer;
  private final ReplicaStore store;
  private final ShardFiles files;
  private final Ticker ticker;

  TrialRestore(Restorer restorer, ReplicaStore store, ShardFiles files, Ticker ticker) {
    this.restorer = restorer;
    this.store = store;
    this.files = files;
    this.ticker = ticker;
  }

  /**
   * What came back.
   *
   * @param took how long it took until every page was checked
   */
  record Restored(ContentDigest content, Duration took) {}

  /**
   * Restores a point.
   *
   * @param id the shard that it must hold
   * @throws Disproved if it can't be restored though the store works, or is damaged
   */
  Restored of(ShardId id, Point point) throws Disproved, Untried, InterruptedException {
    try (Scratch scratch = new Scratch(files, "drill")) {
      long begun = ticker.nanos();
      Path file = scratch.file("shard.sqlite");
      restore(point, file, scratch.file("object"));
      return read(id, file, begun);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "No scratch file can be made for a trial.", e);
      throw new Untried("No scratch file could be made; the log says why.", e);
    }
  }

  /**
   * The restorer can't tell what is damaged from a store that is in trouble. If the service itself
   * can read every object of the epoch, and it fails once more, the trouble is in the objects.
   */
  private void restore(Point point, Path file, Path object)
      throws Disproved, Untried, InterruptedException {
    try {
      restorer.restore(point, file, LIMIT);
      return;
    } catch (ReplicatorException e) {
      requireResult(e);
      requireReadable(point.place(), object);
    }
    try {
      restorer.restore(point, file, LIMIT);
    } catch (ReplicatorException e) {
      requireResult(e);
      throw new Disproved(e.reason(), e);
    }
  }

  private static void requireResult(ReplicatorException e) throws Untried {
    if (e.kind() == Kind.DOWN || e.kind() == Kind.UNKNOWN) {
      throw new Untried(e.reason(), e);
    }
  }

  private void requireReadable(ReplicaPlace place, Path object) throws Untried {
    try {
      for (StoredObject stored : store.list(place.path())) {
        if (!store.get(stored.path(), object)) {
          throw new Untried("Files of " + place.path() + " vanish while they are looked at.");
        }
        Files.delete(object);
      }
    } catch (IOException e) {
      throw new Untried(String.valueOf(e.getMessage()), e);
    }
  }

  private Restored read(ShardId id, Path file, long begun) throws Disproved, Untried {
    try {
      RestoredShard shard = files.examine(file);
      Duration took = Duration.ofNanos(ticker.nanos() - begun);
      if (!shard.id().equals(id)) {
        throw new Disproved("What was restored is shard " + shard.id() + ".");
      }
      ContentDigest content = new ContentDigest();
      files.export(file, content);
      return new Restored(content, took);
    } catch (CairnException e) {
      switch (e.code()) {
        case INTERNAL, STORAGE_FULL, SHARD_BUSY -> throw new Untried(e.detail(), e);
        default -> throw new Disproved("What was restored is damaged: " + e.detail(), e);
      }
    }
  }
}
