package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The threads of a Java machine that compile. The machine starts them and ends them as it needs
 * them; what one had worked when it was last looked at still counts after its end. One thread.
 */
final class Compilers {

  private static final int APART_MILLIS = 20;

  /** Nobody may be seen compiling in so many looks, one after the other. */
  private static final int LOOKS = 10;

  /** A machine that compiles all the time must not hold up the suite. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Path threads;
  private final Map<Path, Double> worked = new HashMap<>();

  /**
   * @param process the directory below {@code /proc} of the machine
   */
  Compilers(Path process) {
    this.threads = process.resolve("task");
  }

  /** Their processor time since the machine began; it never falls. */
  double micros() throws IOException {
    allRest();
    return worked.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * Waits until there is nothing left for them to do, or for ten seconds. Under load they get a
   * share of the processors only, so what waits for them can be seconds of work.
   */
  void awaitRest() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    int looks = 0;
    while (looks < LOOKS && System.nanoTime() - begun < PATIENCE_NANOS) {
      TimeUnit.MILLISECONDS.sleep(APART_MILLIS);
      looks = allRest() ? looks + 1 : 0;
    }
  }

  /** Looks at each of them, and notes what it has worked. */
  private boolean allRest() throws IOException {
    boolean rest = true;
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        ProcessorTime time = ProcessorTime.of(thread);
        if (time.name().startsWith("C1 Comp") || time.name().startsWith("C2 Comp")) {
          worked.merge(thread, time.micros(), Math::max);
          rest &= time.isAsleep();
        }
      }
    }
    return rest;
  }
}
