package dev.cairn.process;

/**
 * When something may keep writes from being copied in time: troubles, or more shards that are
 * written to than may be hot; always, but in a time that is known to be quiet. One thread.
 */
final class Troubles {

  /** For how long after the last trouble nothing is promised but what was confirmed. */
  private static final long MILLIS = 40_000;

  private int count;
  private long quietFrom = Long.MAX_VALUE;
  private long quietTo = Long.MAX_VALUE;

  /** There is one now, or one has ended. */
  void add() {
    count++;
  }

  int count() {
    return count;
  }

  /** From now on there is none. */
  void end() {
    quietFrom = System.currentTimeMillis() + MILLIS;
  }

  /** From now on there may be some again. */
  void goOn() {
    quietTo = System.currentTimeMillis();
  }

  /** Whether states of a moment may be coarser. */
  boolean bear(long moment) {
    return moment < quietFrom || moment > quietTo;
  }
}
