package dev.cairn.backup;

import dev.cairn.backup.ReplicaStore.TransactionFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the states of a shard that can be restored from its replica. Any thread; every call asks
 * the store and blocks.
 *
 * <p>The times of points are those of the finest files alone: a compacted file has the time of its
 * earliest part, so that it may hold what is later than it says. A point counts only if
 * transactions without a gap lead to it: the replicator would pass over a missing file in the
 * midst, and restore an older state without a word.
 */
public final class Points {

  private static final int FINEST = 0;
  private static final int COMPACTED = 1;

  /** By so much a point may be older than the wanted time though there was a later state. */
  private static final long FINE_MILLIS = 2_000;

  /** Levels that a restore may take files from. */
  private static final int[] LEVELS = {0, 1, 2, 9};

  private final ReplicaStore store;

  /** Points of the replica in that store. */
  public Points(ReplicaStore store) {
    this.store = store;
  }

  /**
   * The newest state there is.
   *
   * @throws NoSuchPointException if there is none
   */
  public Point latest(String shard) throws IOException, NoSuchPointException {
    return before(shard, Long.MAX_VALUE);
  }

  /**
   * The newest state with nothing in it that was committed at the time or later.
   *
   * @param millis since 1970 UTC
   * @throws NoSuchPointException if there is none, or if it can't be restored exactly
   */
  public Point before(String shard, long millis) throws IOException, NoSuchPointException {
    List<EpochName> epochs = store.epochs(shard);
    for (EpochName epoch : epochs.reversed()) {
      if (epoch.began() < millis) {
        Point found = newest(new ReplicaPlace(shard, epoch), millis);
        if (found != null) {
          return found;
        }
      }
    }
    throw new NoSuchPointException(
        epochs.isEmpty()
            ? "The replica has nothing of shard " + shard + "."
            : "The replica of shard " + shard + " begins after " + text(millis) + ".",
        earliest(shard, epochs));
  }

  private static String text(long millis) {
    return millis == Long.MAX_VALUE ? "now" : Instant.ofEpochMilli(millis).toString();
  }

  private @Nullable Point earliest(String shard, List<EpochName> epochs) throws IOException {
    for (EpochName epoch : epochs) {
      ReplicaPlace place = new ReplicaPlace(shard, epoch);
      List<TransactionFile> files = store.files(place, FINEST);
      if (!files.isEmpty() && files.getFirst().first() == 1) {
        return point(place, files.getFirst());
      }
    }
    return null;
  }

  /** The newest state of an epoch from before a time; null if it has none. */
  private @Nullable Point newest(ReplicaPlace place, long millis)
      throws IOException, NoSuchPointException {
    List<TransactionFile> files = store.files(place, FINEST);
    int before = countBefore(place, files, millis);
    if (before == 0) {
      return null;
    }
    TransactionFile wanted = files.get(before - 1);
    requireReached(place, files, wanted.last());
    Point found = point(place, wanted);
    if (millis - found.millis() > FINE_MILLIS) {
      requireNoneAfter(found, files, before);
    }
    return found;
  }

  /**
   * Makes sure that no finest file is missing whose state would have been the wanted one, which a
   * compacted file may hide. Thinning leaves the last one of each compacted file.
   */
  private void requireNoneAfter(Point found, List<TransactionFile> files, int next)
      throws IOException, NoSuchPointException {
    ReplicaPlace place = found.place();
    long last = found.transaction();
    boolean missing;
    if (next < files.size()) {
      TransactionFile following = files.get(next);
      missing =
          following.first() > last + 1
              && store.files(place, COMPACTED).stream()
                  .noneMatch(
                      whole -> whole.first() == last + 1 && whole.last() == following.last());
    } else {
      // Listed again after the compacted ones: more may have come meanwhile.
      missing =
          store.files(place, COMPACTED).stream().anyMatch(whole -> whole.last() > last)
              && store.files(place, FINEST).getLast().last() == last;
    }
    if (missing) {
      throw missingAfter(place, last, found);
    }
  }

  private static NoSuchPointException missingAfter(
      ReplicaPlace place, long transaction, @Nullable Point nearest) {
    return new NoSuchPointException(
        "Of shard "
            + place.shard()
            + " transactions after "
            + transaction
            + " are missing in epoch "
            + place.epoch()
            + ".",
        nearest);
  }

  /**
   * The state after a transaction that is known to have been copied.
   *
   * @param transaction from 1
   * @throws NoSuchPointException if it can't be restored exactly
   */
  public Point at(ReplicaPlace place, long transaction) throws IOException, NoSuchPointException {
    requireReached(place, store.files(place, FINEST), transaction);
    for (int level : LEVELS) {
      for (TransactionFile file : store.files(place, level)) {
        if (file.last() == transaction) {
          return point(place, file);
        }
      }
    }
    throw new IOException("Files of " + place.path() + " vanish while they are looked at.");
  }

  private void requireReached(ReplicaPlace place, List<TransactionFile> files, long wanted)
      throws IOException, NoSuchPointException {
    long reached = reached(place, wanted);
    if (reached < wanted) {
      Point last = lastUpTo(place, files, reached);
      throw missingAfter(place, reached, last == null ? firstAfter(place) : last);
    }
  }

  /** The first point of the epochs after one; null if there is none. */
  private @Nullable Point firstAfter(ReplicaPlace place) throws IOException {
    String shard = place.shard();
    List<EpochName> later =
        store.epochs(shard).stream().filter(epoch -> epoch.compareTo(place.epoch()) > 0).toList();
    return earliest(shard, later);
  }

  /** How many files were made before a time. They lie in the order of their times. */
  private int countBefore(ReplicaPlace place, List<TransactionFile> files, long millis)
      throws IOException {
    int low = 0;
    int high = files.size();
    while (low < high && millis != Long.MAX_VALUE) {
      int middle = (low + high) >>> 1;
      Long created = store.created(place, files.get(middle));
      if (created == null) {
        throw new IOException("Files of " + place.path() + " vanish while they are looked at.");
      }
      if (created < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The last transaction, up to a wanted one, that others lead to without a gap. */
  private long reached(ReplicaPlace place, long wanted) throws IOException {
    List<TransactionFile> files = new ArrayList<>();
    for (int level : LEVELS) {
      files.addAll(store.files(place, level));
    }
    long reached = 0;
    boolean further = true;
    while (further && reached < wanted) {
      long from = reached;
      for (TransactionFile file : files) {
        if (file.first() <= from + 1 && file.last() <= wanted) {
          reached = Math.max(reached, file.last());
        }
      }
      further = reached > from;
    }
    return reached;
  }

  private @Nullable Point lastUpTo(ReplicaPlace place, List<TransactionFile> files, long reached)
      throws IOException {
    TransactionFile last = null;
    for (TransactionFile file : files) {
      last = file.last() <= reached ? file : last;
    }
    return last == null ? null : point(place, last);
  }

  private Point point(ReplicaPlace place, TransactionFile file) throws IOException {
    Long created = store.created(place, file);
    return new Point(place, file.last(), created == null ? file.modified() : created);
  }
}
