package dev.cairn.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives a service that was stopped by a signal an exit code of its own. The Java machine answers
 * SIGTERM with 143 whatever the program makes of it, and supervisors take that for a failure; so
 * its end is held up until the service has stopped and ends the process itself.
 */
final class Ending {

  /** Longer than any stop takes; then the machine ends the process with the signal's code. */
  private static final Duration LONGEST_STOP = Duration.ofMinutes(5);

  private final CountDownLatch done = new CountDownLatch(1);

  private Ending() {}

  /** Holds up the end of this process that a signal begins, until {@link #end}. */
  static Ending holdUp() {
    Ending ending = new Ending();
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(ending::await));
    return ending;
  }

  private void await() {
    try {
      var unused = done.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The service has stopped: ends the process if a signal wants that; else does nothing. */
  void end(int exitCode) {
    if (isEnding()) {
      System.out.flush();
      System.err.flush();
      Runtime.getRuntime().halt(exitCode);
    }
    done.countDown();
  }

  private static boolean isEnding() {
    Thread probe = Thread.ofPlatform().unstarted(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
