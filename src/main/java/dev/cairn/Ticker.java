package dev.cairn;

/**
 * Monotonic time, for durations. Wall time comes from a {@link java.time.Clock} instead. Any thread
 * may call it.
 */
@FunctionalInterface
public interface Ticker {

  /** The time of this virtual machine. */
  Ticker SYSTEM = System::nanoTime;

  /** Nanoseconds from a fixed but arbitrary point; never goes back. */
  long nanos();
}
