package dev.cairn.backup;

import dev.cairn.backup.ReplicaStore.TransactionFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes from a closed epoch the files of single transactions that one compacted file has
 * together, but for the last of each: so the last state of each minute stays a point.
 *
 * <p>The last stays for the sake of its time. A compacted file has the time of its earliest part,
 * and so tells only before when everything in it was <i>not</i> yet committed; to take it for a
 * point would restore states that are later than the time that was asked for. The next compacted
 * file's time would be a bound on the other side, but as late as the next write, hours perhaps, and
 * there is none after the last. The file of the last transaction has the exact time in itself, and
 * costs one small object for each minute in which something was written.
 *
 * <p>Only compacted files that follow one upon the other from the epoch's first transaction on
 * count: what is deleted is always led up to and passed over by others.
 */
final class Thinning {

  private static final int FINEST = 0;
  private static final int COMPACTED = 1;

  private final ReplicaStore store;

  Thinning(ReplicaStore store) {
    this.store = store;
  }

  /**
   * Thins an epoch that is not written to any more. Cut short, it has left points that can be
   * restored, and may be repeated.
   *
   * @return how many files were deleted
   */
  int thin(ReplicaPlace place) throws IOException {
    List<TransactionFile> compacted = store.files(place, COMPACTED);
    if (compacted.isEmpty()) {
      return 0;
    }
    List<TransactionFile> dispensable = dispensable(compacted, store.files(place, FINEST));
    store.deleteAll(place, dispensable);
    return dispensable.size();
  }

  /** Those of the finest files that can go, in order. */
  static List<TransactionFile> dispensable(
      List<TransactionFile> compacted, List<TransactionFile> finest) {
    List<TransactionFile> found = new ArrayList<>();
    int at = 0;
    long reached = 0;
    for (TransactionFile whole : compacted) {
      if (whole.first() != reached + 1) {
        break;
      }
      reached = whole.last();
      int from = at;
      while (at < finest.size() && finest.get(at).last() <= reached) {
        at++;
      }
      // Without one that ends with it there would be no point in it any more.
      if (at > from && finest.get(at - 1).last() == reached) {
        found.addAll(finest.subList(from, at - 1));
      }
    }
    return found;
  }
}
