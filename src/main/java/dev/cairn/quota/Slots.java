package dev.cairn.quota;

import java.util.concurrent.atomic.AtomicLong;

/** Slots of which so many may be taken at a time as their taker says. Any thread; no locks. */
public final class Slots {

  private static final long ENDED = -1;

  private final AtomicLong taken = new AtomicLong();

  Slots() {}

  /** What became of a wish for one. */
  enum Taking {
    TAKEN,
    NONE_FREE,
    ENDED
  }

  /**
   * Takes one.
   *
   * @param most how many may be taken at a time, this one counted; 0 for any number
   */
  Taking take(long most) {
    while (true) {
      long before = taken.get();
      if (before == ENDED) {
        return Taking.ENDED;
      }
      if (most > 0 && before >= most) {
        return Taking.NONE_FREE;
      }
      if (taken.compareAndSet(before, before + 1)) {
        return Taking.TAKEN;
      }
    }
  }

  /** Gives back one that was taken. Once for each. */
  public void free() {
    taken.decrementAndGet();
  }

  long taken() {
    return taken.get();
  }

  /** Ends them if none is taken. */
  boolean end() {
    return taken.compareAndSet(0, ENDED);
  }

  /** Takes the end back. */
  void resume() {
    taken.set(0);
  }
}
