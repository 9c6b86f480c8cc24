package dev.cairn;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Tells the processor time of threads. Any thread. */
final class ProcessorTime {

  private ProcessorTime() {}

  static Ticker ticker() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
        ? threads::getCurrentThreadCpuTime
        : Ticker.SYSTEM;
  }
}
