package dev.cairn.litestream;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What stands before a command so that its process ends when the thread that started it does,
 * however that ends. Any thread.
 */
final class Tether {

  private static final List<String> WORDS = List.of("setpriv", "--pdeathsig", "TERM");

  /** How long a trial may take. */
  private static final long TRIAL_SECONDS = 10;

  private Tether() {}

  /** The words, found out by trial; none where the system has no such thing. */
  static List<String> words() throws InterruptedException {
    try {
      Process trial =
          new ProcessBuilder(Stream.concat(WORDS.stream(), Stream.of("true")).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return trial.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS) && trial.exitValue() == 0
            ? WORDS
            : List.of();
      } finally {
        trial.destroyForcibly();
      }
    } catch (IOException e) {
      return List.of(); // There is no such program here.
    }
  }
}
