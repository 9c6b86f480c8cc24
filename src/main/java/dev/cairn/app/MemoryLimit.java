package dev.cairn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much memory the system lets this process have: the least of what its control groups allow, of
 * either version (cgroups(7), {@code memory.max} and {@code memory.limit_in_bytes}), and what the
 * machine has. Read once, at the start; stateless.
 */
final class MemoryLimit {

  /** What {@link #bytes} says where the system tells nothing. */
  static final long UNKNOWN = Long.MAX_VALUE;

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d{1,15}) kB");
  private static final long KIB = 1024;

  private final Path root;

  /**
   * @param root of the file system, {@code /} but in tests
   */
  MemoryLimit(Path root) {
    this.root = root;
  }

  /**
   * The limit in bytes, or {@link #UNKNOWN}. Never fails: a system that tells nothing bounds
   * nothing.
   */
  long bytes() {
    long least = ofMachine();
    for (String line : lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].isEmpty()) {
        least = Math.min(least, least("sys/fs/cgroup", parts[2], "memory.max"));
      } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
        least = Math.min(least, least("sys/fs/cgroup/memory", parts[2], "memory.limit_in_bytes"));
      }
    }
    return least;
  }

  /** The least that a group and those around it allow. */
  private long least(String mount, String group, String file) {
    Path top = root.resolve(mount);
    Path named = top.resolve(group.replaceFirst("^/+", "")).normalize();
    // A group outside of what is mounted here; what is, bounds this process all the same.
    @Nullable Path directory = named.startsWith(top) ? named : top;
    long least = UNKNOWN;
    while (directory != null && directory.startsWith(top)) {
      for (String line : lines(directory.resolve(file))) {
        if (NUMBER.matcher(line).matches()) {
          least = Math.min(least, Long.parseLong(line));
        }
      }
      directory = directory.getParent();
    }
    return least;
  }

  private long ofMachine() {
    for (String line : lines(root.resolve("proc/meminfo"))) {
      Matcher total = TOTAL.matcher(line);
      if (total.matches()) {
        return Long.parseLong(total.group(1)) * KIB;
      }
    }
    return UNKNOWN;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
