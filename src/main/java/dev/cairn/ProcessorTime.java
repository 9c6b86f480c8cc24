package dev.cairn;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Tells the processor time of threads. Initialised in the process that asks, never by the builder
 * of the native executable, whose machine is another. Any thread.
 */
final class ProcessorTime {

  private static final Ticker TICKER = ticker();

  private ProcessorTime() {}

  static long nanos() {
    return TICKER.nanos();
  }

  private static Ticker ticker() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
        ? threads::getCurrentThreadCpuTime
        : Ticker.SYSTEM;
  }
}
