package dev.cairn.storage;

import java.util.concurrent.CountDownLatch;

/** A place where threads wait until they are let go. Any thread. */
public final class Pause {

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);

  /** Waits here until {@link #end}. */
  public void here() {
    begun.countDown();
    await(over);
  }

  /** Waits until a thread waits {@link #here}. */
  public void awaitBegun() {
    await(begun);
  }

  /** Lets every thread go, those that come later too. */
  public void end() {
    over.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("Nobody interrupts a pause", e);
    }
  }
}
