package dev.cairn.restore;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.backup.CopyName;
import dev.cairn.backup.CopyStore;
import dev.cairn.backup.EpochName;
import dev.cairn.backup.NoSuchPointException;
import dev.cairn.backup.Point;
import dev.cairn.backup.Points;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicaStore;
import dev.cairn.backup.ReplicatorException;
import dev.cairn.backup.Restorer;
import dev.cairn.operation.OperationTask;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.Scratch;
import dev.cairn.storage.ShardFiles;
import dev.cairn.storage.StorageFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings former states of shards from the replica into files of their own, checked. Any thread;
 * blocks.
 */
public final class FormerStates {

  /** The name of the file that is brought. */
  static final String FILE = "shard.sqlite";

  private static final int FINEST = 0;

  private final ReplicaStore store;
  private final Points points;
  private final CopyStore copies;
  private final Restorer restorer;
  private final ShardFiles files;

  /** Those that lie in that store, restored by that restorer. */
  public FormerStates(ReplicaStore store, Restorer restorer, ShardFiles files) {
    this.store = store;
    this.points = new Points(store);
    this.copies = new CopyStore(store);
    this.restorer = restorer;
    this.files = files;
  }

  /**
   * A state that was brought.
   *
   * @param shard what the file says of itself
   * @param millis when it was copied, in milliseconds since 1970 UTC; everything in it was
   *     committed before
   * @param epoch the one it lay in, null if it is a daily copy
   */
  record Brought(RestoredShard shard, long millis, @Nullable EpochName epoch) {}

  /**
   * Brings the wanted state.
   *
   * @param scratch nothing is in it; the file comes there under the name {@link #FILE}
   * @throws CairnException {@link ErrorCode#POINT_NOT_FOUND} if there is no such state, others if
   *     it can't be had
   * @throws InterruptedException if the task is to end
   */
  Brought bring(ShardId shard, WantedState wanted, Scratch scratch, OperationTask task)
      throws InterruptedException {
    if (wanted.revision() != null) {
      return ofRevision(shard, wanted.revision(), scratch, task);
    }
    if (wanted.copy() != null) {
      return ofCopy(shard, wanted.copy(), scratch, task);
    }
    return before(shard, wanted.at() == null ? Long.MAX_VALUE : wanted.at(), scratch, task);
  }

  private Brought before(ShardId shard, long millis, Scratch scratch, OperationTask task)
      throws InterruptedException {
    try {
      return restore(points.before(files.nameOf(shard), millis), scratch, task);
    } catch (NoSuchPointException e) {
      throw new CairnException(ErrorCode.POINT_NOT_FOUND, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /**
   * Where it lies is found by restoring: points know nothing of revisions, which rise from each to
   * the next. If none is of just that revision, the nearest ones are told.
   */
  private Brought ofRevision(ShardId shard, long revision, Scratch scratch, OperationTask task)
      throws InterruptedException {
    List<Point> all = all(files.nameOf(shard));
    long below = -1;
    long above = -1;
    int low = 0;
    int high = all.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Brought found = restore(all.get(middle), scratch, task);
      long reached = found.shard().revision();
      if (reached == revision) {
        return found;
      }
      scratch.clear();
      if (reached < revision) {
        below = reached;
        low = middle + 1;
      } else {
        above = reached;
        high = middle - 1;
      }
    }
    throw new CairnException(
        ErrorCode.POINT_NOT_FOUND,
        "No point of shard "
            + shard
            + " has revision "
            + revision
            + " as its last."
            + (below < 0 ? "" : " The nearest one before has " + below + ".")
            + (above < 0 ? "" : " The nearest one after has " + above + "."));
  }

  private Brought ofCopy(ShardId shard, String name, Scratch scratch, OperationTask task)
      throws InterruptedException {
    String stored = files.nameOf(shard);
    CopyName copy = CopyName.parse(name);
    try {
      if (copy == null || !copies.list(stored).contains(copy)) {
        throw new CairnException(
            ErrorCode.POINT_NOT_FOUND, "There is no copy '" + name + "' of shard " + shard + ".");
      }
      task.interruptibly(
          () -> {
            copies.fetch(stored, copy, scratch.file(FILE));
            return copy;
          });
      return new Brought(examined(scratch), copy.millis(), null);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** The end of every finest file, oldest first. */
  private List<Point> all(String name) {
    List<Point> all = new ArrayList<>();
    try {
      for (EpochName epoch : store.epochs(name)) {
        ReplicaPlace place = new ReplicaPlace(name, epoch);
        for (ReplicaStore.TransactionFile file : store.files(place, FINEST)) {
          all.add(new Point(place, file.last(), file.modified()));
        }
      }
    } catch (IOException e) {
      throw unavailable(e);
    }
    return all;
  }

  private Brought restore(Point point, Scratch scratch, OperationTask task)
      throws InterruptedException {
    try {
      task.interruptibly(
          () -> {
            restorer.restore(point, scratch.file(FILE), Restorer.LONGEST);
            return point;
          });
      return new Brought(examined(scratch), point.millis(), point.place().epoch());
    } catch (ReplicatorException e) {
      throw new CairnException(
          ErrorCode.BACKUP_UNAVAILABLE, "The state could not be restored: " + e.reason(), e);
    }
  }

  private RestoredShard examined(Scratch scratch) {
    try {
      return files.examine(scratch.file(FILE));
    } catch (StorageFault e) {
      throw new CairnException(
          ErrorCode.BACKUP_DAMAGED, "What was restored can't be used: " + e.detail(), e);
    }
  }

  private static CairnException unavailable(IOException e) {
    return new CairnException(
        ErrorCode.BACKUP_UNAVAILABLE, "The replica can't be read: " + e.getMessage(), e);
  }
}
