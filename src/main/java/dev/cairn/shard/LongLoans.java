package dev.cairn.shard;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Those who have an open shard on loan for longer than a request, and end their loans when it is to
 * be closed. Any thread, without locks.
 */
final class LongLoans {

  private final Set<Consumer<ClosingCause>> borrowers = ConcurrentHashMap.newKeySet();

  /** Why the shard is to be closed, or null; volatile so that no borrower misses it. */
  private volatile @Nullable ClosingCause ending;

  /**
   * Takes a borrower who has a loan already.
   *
   * @param told why the shard is to be closed, at once if it is so already; ends the loan soon.
   *     Must return at once and not throw; may be told twice
   */
  void add(Consumer<ClosingCause> told) {
    borrowers.add(told);
    // Either the end of the lending sees the borrower, or the borrower sees that end.
    ClosingCause cause = ending;
    if (cause != null) {
      told.accept(cause);
    }
  }

  /** The borrower has ended its loan. */
  void remove(Consumer<ClosingCause> told) {
    borrowers.remove(told);
  }

  /** Tells every borrower, and those who come yet. */
  void end(ClosingCause cause) {
    ending = cause;
    borrowers.forEach(told -> told.accept(cause));
  }

  /** The shard is lent again after all. */
  void goOn() {
    ending = null;
  }
}
