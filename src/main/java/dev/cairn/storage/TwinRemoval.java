package dev.cairn.storage;

import dev.cairn.Namespace;
import java.util.function.Supplier;

/**
 * Sees to it that no write is refused because of an entry that has expired and is not swept yet:
 * such an entry, where a unique index meets it, is removed on the spot and told to the feed, as a
 * sweep would. So a unique index has no two alike even among expired entries, and each of them is
 * met once at most. Costs nothing where nothing is refused. One thread, one unit.
 */
final class TwinRemoval {

  private final UnitOfWork work;
  private final UnitOfWork.Stamp stamp;
  private boolean undoneByUnit;
  private boolean left;

  TwinRemoval(UnitOfWork work, UnitOfWork.Stamp stamp) {
    this.work = work;
    this.stamp = stamp;
  }

  /** Leaves it to the unit to undo what was done for a step that is refused after all. */
  void leaveUndoing() {
    undoneByUnit = true;
  }

  /** Whether there is something that the unit has to undo. */
  boolean leftSomething() {
    return left;
  }

  /**
   * What a step gives that writes an entry of the namespace.
   *
   * @throws UniqueViolation because of an entry that has not expired; nothing was done
   */
  <T> T without(Namespace namespace, Supplier<T> step) {
    boolean removed = false;
    while (true) {
      try {
        return step.get();
      } catch (UniqueViolation refusal) {
        if (!removed && !undoneByUnit) {
          work.mark();
        }
        if (!work.expire(namespace, refusal.other(), stamp)) {
          undo(removed);
          throw refusal;
        }
        work.record(Change.Kind.EXPIRE, namespace, refusal.other(), stamp);
        removed = true;
      }
    }
  }

  private void undo(boolean removed) {
    if (undoneByUnit) {
      left |= removed;
    } else if (removed) {
      work.undoToMark();
    }
  }
}
