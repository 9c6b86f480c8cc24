package dev.cairn;

/**
 * Monotonic time, for durations. Wall time comes from a {@link java.time.Clock} instead. Any thread
 * may call it.
 */
@FunctionalInterface
public interface Ticker {

  /** The time of this virtual machine. */
  Ticker SYSTEM = System::nanoTime;

  /**
   * The processor time that the calling thread has used; its time on the wall where the system does
   * not tell the other. Only differences on one thread mean something.
   */
  Ticker PROCESSOR = ProcessorTime::nanos;

  /** Nanoseconds from a fixed but arbitrary point; never goes back. */
  long nanos();
}
