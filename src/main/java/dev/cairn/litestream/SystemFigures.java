package dev.cairn.litestream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operating system tells of processes, where it does: Linux. Any thread. */
final class SystemFigures {

  /** Stands for a limit that there is not, or that nobody tells. */
  static final long NO_LIMIT = -1;

  private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files +(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
  private static final long KIB = 1024;

  private SystemFigures() {}

  /**
   * How many files this process may have open, and so each of its children; {@link #NO_LIMIT} if
   * any number or if nobody tells.
   */
  static long openFileLimit() {
    return openFileLimit(read(Path.of("/proc/self/limits")));
  }

  /** The same from the text of {@code /proc/PID/limits}. */
  static long openFileLimit(String limits) {
    return number(OPEN_FILES, limits, NO_LIMIT);
  }

  /** Memory that a process has in use, in bytes; 0 if nobody tells. */
  static long residentBytes(long pid) {
    return residentBytes(read(Path.of("/proc", Long.toString(pid), "status")));
  }

  /** The same from the text of {@code /proc/PID/status}. */
  static long residentBytes(String status) {
    return number(RESIDENT, status, 0) * KIB;
  }

  private static long number(Pattern pattern, String text, long otherwise) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Long.parseLong(found.group(1)) : otherwise;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // Another system, or a process that is gone: nobody tells.
    }
  }
}
