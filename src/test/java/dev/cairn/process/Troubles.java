package dev.cairn.process;

import java.util.ArrayList;
import java.util.List;

/** When something was done that may keep writes from being copied in time. One thread. */
final class Troubles {

  /** For how long after a trouble nothing is promised but what was confirmed. */
  private static final long MILLIS = 40_000;

  private final List<Long> times = new ArrayList<>();

  /** There is one now, or one has ended. */
  void add() {
    times.add(System.currentTimeMillis());
  }

  int count() {
    return times.size();
  }

  /** Whether a moment is so soon after one that states may be coarser. */
  boolean bear(long moment) {
    return times.stream().anyMatch(time -> time <= moment && moment - time < MILLIS);
  }
}
