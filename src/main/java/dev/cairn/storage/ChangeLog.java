package dev.cairn.storage;

import dev.cairn.Key;
import dev.cairn.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * The feed of a shard in memory, as far as it is kept. Immutable: adding makes another one. Any
 * thread.
 */
public final class ChangeLog {

  private final FeedSettings settings;
  private final SortedTree<Long, Change> kept;

  /** Of the oldest change that is kept, and of the next one. */
  private final long first;

  private final long next;
  private final long horizon;

  private ChangeLog(
      FeedSettings settings, SortedTree<Long, Change> kept, long first, long next, long horizon) {
    this.settings = settings;
    this.kept = kept;
    this.first = first;
    this.next = next;
    this.horizon = horizon;
  }

  /** The feed of a shard that begins at a revision. */
  public static ChangeLog from(long baseRevision, FeedSettings settings) {
    return new ChangeLog(settings, SortedTree.empty(), 0, 0, baseRevision);
  }

  /** This feed with one more change. */
  ChangeLog with(Change.Kind kind, Namespace namespace, @Nullable Key key, UnitOfWork.Stamp stamp) {
    Change change = new Change(stamp.revision(), 0, kind, namespace, key, stamp.now(), null);
    return new ChangeLog(settings, kept.with(next, change), first, next + 1, horizon);
  }

  /** This feed without what need not be kept. */
  ChangeLog pruned() {
    SortedTree<Long, Change> left = kept;
    long oldest = first;
    long reached = horizon;
    while (oldest < next) {
      Change change = left.get(oldest);
      if (change == null || (next - oldest <= settings.most() && !isOld(change, left))) {
        break;
      }
      reached = change.revision();
      left = left.without(oldest);
      oldest++;
    }
    return oldest == first ? this : new ChangeLog(settings, left, oldest, next, reached);
  }

  private boolean isOld(Change change, SortedTree<Long, Change> all) {
    Change newest = all.get(next - 1);
    return newest != null && change.at() < newest.at() - settings.age().toMillis();
  }

  /**
   * A page.
   *
   * @param revision of the newest unit
   * @param entries as they are now
   * @throws dev.cairn.CairnException see {@link ChangeHorizon#from}
   */
  public ChangePage page(
      ChangeRequest request, long revision, ChangePages.Entries<RuntimeException> entries) {
    ChangePosition from = new ChangeHorizon(horizon, revision).from(request.since());
    ChangePages pages = new ChangePages(request, from);
    kept.visit(behind(from), change -> pages.take(change, entries));
    return pages.page(revision);
  }

  /** The number of the first change behind a place. */
  private long behind(ChangePosition place) {
    long low = first;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      Change change = kept.get(middle);
      if (change != null && change.revision() > place.whole()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low + place.passed();
  }
}
