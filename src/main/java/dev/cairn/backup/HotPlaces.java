package dev.cairn.backup;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Counts the shards that are hot. Any thread. */
final class HotPlaces {

  private final IntSupplier cap;
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * @param cap most that there may be, as of when it is asked
   */
  HotPlaces(IntSupplier cap) {
    this.cap = cap;
  }

  /** Takes a place if one is free. */
  boolean tryTake() {
    int most = cap.getAsInt();
    int before = taken.get();
    while (before < most) {
      if (taken.compareAndSet(before, before + 1)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  void release() {
    taken.decrementAndGet();
  }

  int taken() {
    return taken.get();
  }

  int cap() {
    return cap.getAsInt();
  }
}
