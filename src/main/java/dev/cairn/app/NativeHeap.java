package dev.cairn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.nativeimage.ProcessProperties;
import org.graalvm.nativeimage.RuntimeOptions;

/**
 * The bound of the heap of the native executable, which by itself knows of no control group and
 * would take most of the machine's memory before it collects. On a Java machine this does nothing:
 * that one bounds its heap itself, and {@code JAVA_OPTS} changes it. Stateless.
 */
final class NativeHeap {

  /** The share of the memory limit that the heap may take: as much as a Java machine does. */
  private static final int SHARE = 4;

  /** Less than this holds no request of the largest size, in bytes. */
  private static final long LEAST = 32L << 20;

  /**
   * The most that is allocated between two collections of what is young, in bytes. Left to itself
   * that grows to a tenth of the heap, which a service that does next to nothing fills in time;
   * bounded so, it served as many requests a second as without a bound.
   */
  private static final long YOUNG = 16L << 20;

  /** The share of the heap that is kept for what is young, where that is less. */
  private static final int YOUNG_SHARE = 4;

  /** The builder's name for {@code -Xmx}; 0 unless the command line has that. */
  private static final String MOST = "MaxHeapSize";

  /**
   * The property that is {@code runtime} in a native executable, and in no Java machine; there the
   * classes that could be asked are missing.
   */
  private static final String WITHIN = "org.graalvm.nativeimage.imagecode";

  private NativeHeap() {}

  /**
   * Sees to it that the heap is bounded. The bound can only be given with the command line, so
   * without {@code -Xmx} in it the process becomes the same program with it, and this does not
   * return; nothing was done before that would have to be undone.
   *
   * @param arguments of the program
   */
  static void bound(String... arguments) {
    if (!"runtime".equals(System.getProperty(WITHIN)) || RuntimeOptions.<Long>get(MOST) != 0) {
      return;
    }
    long limit = new MemoryLimit(Path.of("/")).bytes();
    if (limit != MemoryLimit.UNKNOWN) {
      Path executable = Path.of(ProcessProperties.getExecutableName());
      List<String> command = new ArrayList<>(List.of(executable.toString()));
      command.addAll(options(limit));
      command.addAll(given(arguments));
      ProcessProperties.exec(executable, command.toArray(String[]::new));
    }
  }

  /**
   * What stood behind the program's name on the command line. The program itself is not told of
   * what was meant for its runtime, such as properties.
   */
  private static List<String> given(String... arguments) {
    try {
      return behindName(Files.readString(Path.of("/proc/self/cmdline")));
    } catch (IOException unreadable) {
      return List.of(arguments);
    }
  }

  /**
   * What stands behind the program's name.
   *
   * @param commandLine as the kernel tells it (proc(5)): each part ends with a zero byte
   */
  static List<String> behindName(String commandLine) {
    List<String> parts = List.of(commandLine.split("\0", -1));
    return parts.subList(1, parts.size() - 1);
  }

  /**
   * The options that bound the heap and what is young of it.
   *
   * @param limit what the whole process may take, in bytes
   */
  static List<String> options(long limit) {
    long heap = Math.max(LEAST, limit / SHARE);
    return List.of("-Xmx" + heap, "-Xmn" + Math.min(YOUNG, heap / YOUNG_SHARE));
  }
}
