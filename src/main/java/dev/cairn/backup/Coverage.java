package dev.cairn.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What of a shard's commits is known to be in the replica, and who waits for it. Any thread; {@code
 * lock}, the object's own, guards every field and is never held across a callback.
 *
 * <p>A revision is covered by a sync that began after its commit and succeeded.
 */
final class Coverage {

  /** A commit that nobody has covered, or none: {@link #NONE}. */
  private static final long NONE = Long.MIN_VALUE;

  private final Object lock = new Object();
  private final List<Waiter> waiters = new ArrayList<>();
  private long committed;
  private long covered;

  /** When the oldest commit was made that is not covered, in the ticker's nanoseconds. */
  private long oldest = NONE;

  private record Waiter(long revision, CompletableFuture<Boolean> told) {}

  /**
   * A moment: that of the begin of a sync.
   *
   * @param revision the newest that was committed by then
   * @param nanos when it was, by the ticker
   */
  record Mark(long revision, long nanos) {}

  /** Something was committed, or may have been. */
  void committed(long revision, long now) {
    synchronized (lock) {
      committed = Math.max(committed, revision);
      if (oldest == NONE) {
        oldest = now;
      }
    }
  }

  /** A sync begins: it covers everything that was committed up to now. */
  Mark mark(long now) {
    synchronized (lock) {
      return new Mark(committed, now);
    }
  }

  /** The sync that began at the mark has succeeded. */
  void covered(Mark mark) {
    List<CompletableFuture<Boolean>> told = new ArrayList<>();
    synchronized (lock) {
      if (mark.revision() > covered || committed <= mark.revision()) {
        covered = Math.max(covered, mark.revision());
        // What came after the mark came at the mark at the earliest.
        oldest = committed > covered ? Math.max(oldest, mark.nanos()) : NONE;
      }
      waiters.removeIf(waiter -> waiter.revision() <= covered && told.add(waiter.told()));
    }
    told.forEach(future -> future.complete(true));
  }

  /**
   * Waits for a revision.
   *
   * @return completed with true once it is covered; with false by {@link #giveUp}
   */
  CompletableFuture<Boolean> await(long revision) {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    synchronized (lock) {
      if (revision > covered) {
        Waiter waiter = new Waiter(revision, told);
        waiters.add(waiter);
        var unused = told.whenComplete((_, _) -> forget(waiter));
        return told;
      }
    }
    told.complete(true);
    return told;
  }

  /** For one who does not wait any more. */
  private void forget(Waiter waiter) {
    synchronized (lock) {
      waiters.remove(waiter);
    }
  }

  /** Tells all who wait that nobody will cover anything any more. */
  void giveUp() {
    List<Waiter> all;
    synchronized (lock) {
      all = List.copyOf(waiters);
      waiters.clear();
    }
    all.forEach(waiter -> waiter.told().complete(false));
  }

  /** Whether a sync would tell something new. */
  boolean isBehind() {
    synchronized (lock) {
      return oldest != NONE || !waiters.isEmpty();
    }
  }

  /** Whether somebody waits. */
  boolean isAwaited() {
    synchronized (lock) {
      return !waiters.isEmpty();
    }
  }

  /** The newest revision that is covered; 0 if none is known to be. */
  long covered() {
    synchronized (lock) {
      return covered;
    }
  }

  /** For how long the oldest uncovered commit has been waiting, in nanoseconds; null if none is. */
  @Nullable Long lag(long now) {
    synchronized (lock) {
      return oldest == NONE ? null : now - oldest;
    }
  }
}
