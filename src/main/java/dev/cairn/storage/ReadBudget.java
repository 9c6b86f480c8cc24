package dev.cairn.storage;

import dev.cairn.ErrorCode;
import dev.cairn.Ticker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The processor time that one borrower's reads may take. It counts the time of the thread, not that
 * on the wall: a read is not to be ended because its neighbours are busy. One thread at a time.
 */
public final class ReadBudget {

  private final Ticker processor;
  private long allowed;
  private long begun;

  /** A budget without a bound. */
  public ReadBudget() {
    this(Ticker.PROCESSOR);
  }

  ReadBudget(Ticker processor) {
    this.processor = processor;
  }

  /**
   * Allows so many nanoseconds from now on, on the calling thread; 0 for any number.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public void allow(long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException("A budget of " + nanos + " ns");
    }
    allowed = nanos;
    begun = nanos == 0 ? 0 : processor.nanos();
  }

  /** Whether more than what is allowed has been spent. */
  public boolean isSpent() {
    return allowed != 0 && processor.nanos() - begun > allowed;
  }

  /**
   * Ends a read that has spent it.
   *
   * @throws StorageFault {@link ErrorCode#QUERY_TOO_LONG}
   */
  public void check() {
    if (isSpent()) {
      throw spent(null);
    }
  }

  /** What a read is told that has spent it. */
  public StorageFault spent(@Nullable Throwable cause) {
    return StorageFault.of(
        ErrorCode.QUERY_TOO_LONG,
        "The read was ended: it would take more than the "
            + TimeUnit.NANOSECONDS.toMillis(allowed)
            + " ms of processor time that it may.",
        cause);
  }
}
