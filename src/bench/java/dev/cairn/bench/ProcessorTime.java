package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel says a process or thread has worked, user and system time together.
 *
 * @param name 15 characters of it at most
 * @param isAsleep whether it neither works nor waits for a processor
 * @param micros its own
 * @param reapedMicros of its child processes that have ended, and theirs
 */
record ProcessorTime(String name, boolean isAsleep, double micros, double reapedMicros) {

  /** The kernel counts 100 ticks to the second on every Linux of today. */
  private static final double MICROS_OF_A_TICK = 10_000;

  private static final ProcessorTime NONE = new ProcessorTime("", true, 0, 0);

  /**
   * Reads it.
   *
   * @param process its directory below {@code /proc}
   * @return zero if it is gone
   */
  static ProcessorTime of(Path process) throws IOException {
    String stat;
    try {
      stat = Files.readString(process.resolve("stat"));
    } catch (IOException e) {
      if (Files.exists(process)) {
        throw e;
      }
      return NONE;
    }
    int end = stat.lastIndexOf(')');
    String[] fields = stat.substring(end + 2).split(" ", -1);
    return new ProcessorTime(
        stat.substring(stat.indexOf('(') + 1, end),
        fields[0].equals("S"),
        (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_OF_A_TICK,
        (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * MICROS_OF_A_TICK);
  }
}
