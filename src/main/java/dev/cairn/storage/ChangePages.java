package dev.cairn.storage;

import dev.cairn.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a page together from changes that are shown in order, one more than it takes; numbers them
 * within their units. One thread; for one page.
 */
public final class ChangePages {

  private final ChangeRequest request;
  private final List<Change> taken = new ArrayList<>();
  private long bytes;
  private int lookedAt;

  /** Of the change that was looked at last; at first the place where the page begins. */
  private ChangePosition reached;

  private boolean full;

  /**
   * A page that begins behind a place.
   *
   * @param from where {@link ChangeHorizon#from} says
   */
  public ChangePages(ChangeRequest request, ChangePosition from) {
    this.request = request;
    this.reached = from;
  }

  /** Finds the entry of a key as it is now, with the parts that are asked for. */
  @FunctionalInterface
  public interface Entries<X extends Exception> {

    /** The entry, or null if it or its namespace is not there. */
    @Nullable Entry find(Change put) throws X;
  }

  /**
   * Takes the next change, or sees that there is one more than the page may hold.
   *
   * @param shown its index is not looked at
   * @param entries asked for the entry of a put, if entries are wanted
   * @return whether another is to be shown
   */
  public <X extends Exception> boolean take(Change shown, Entries<X> entries) throws X {
    boolean sameUnit = shown.revision() == reached.revision() && !reached.isBehindUnit();
    if (isFull()) {
      full = true;
      if (!sameUnit) {
        reached = ChangePosition.behind(reached.revision());
      }
      return false;
    }
    reached = new ChangePosition(shown.revision(), (sameUnit ? reached.count() : 0) + 1);
    lookedAt++;
    if (request.namespace() == null || request.namespace().equals(shown.namespace())) {
      boolean wanted = shown.kind() == Change.Kind.PUT && request.parts() != Parts.NEITHER;
      add(shown.numbered(reached.count(), wanted ? unchanged(shown, entries.find(shown)) : null));
    }
    return true;
  }

  private boolean isFull() {
    return taken.size() >= request.limit()
        || lookedAt >= ChangeRequest.MOST_LOOKED_AT
        || (bytes >= request.bytes() && !taken.isEmpty());
  }

  private static @Nullable Entry unchanged(Change put, @Nullable Entry now) {
    return now != null && now.version() == put.revision() ? now : null;
  }

  private void add(Change change) {
    taken.add(change);
    Entry entry = change.entry();
    bytes += change.key() == null ? 0 : change.key().utf8().length;
    if (entry != null) {
      bytes += entry.value() == null ? 0 : entry.value().size();
      bytes += entry.metadata() == null ? 0 : entry.metadata().size();
    }
  }

  /**
   * The page, once nothing more is shown.
   *
   * @param revision of the newest unit
   */
  public ChangePage page(long revision) {
    return new ChangePage(taken, full ? reached : ChangePosition.behind(revision), full);
  }
}
