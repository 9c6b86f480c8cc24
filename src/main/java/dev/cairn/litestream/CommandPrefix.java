package dev.cairn.litestream;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What stands before a command to change how its process lives. Any thread. */
final class CommandPrefix {

  /** Its process ends when the thread that started it does, however that ends. */
  private static final List<String> TETHERED = List.of("setpriv", "--pdeathsig", "TERM");

  /**
   * Its process gives way to every other that wants a processor: at once if it is scheduled as one
   * that fills idle times; else when its slice ends, which lasts 3 to 4 ms where Linux does not
   * interrupt within the kernel.
   */
  private static final List<List<String>> GIVING_WAY =
      List.of(List.of("chrt", "--idle", "0"), List.of("nice", "-n", "19"));

  /** How long a trial may take. */
  private static final long TRIAL_SECONDS = 10;

  private CommandPrefix() {}

  /** Has the process end with the thread that started it; none where the system can't do that. */
  static List<String> tethered() throws InterruptedException {
    return tried(TETHERED);
  }

  /** Has the process give way to all others; none where the system can't do that. */
  static List<String> givingWay() throws InterruptedException {
    for (List<String> each : GIVING_WAY) {
      if (!tried(each).isEmpty()) {
        return each;
      }
    }
    return List.of();
  }

  private static List<String> tried(List<String> words) throws InterruptedException {
    try {
      Process trial =
          new ProcessBuilder(Stream.concat(words.stream(), Stream.of("true")).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return trial.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS) && trial.exitValue() == 0
            ? words
            : List.of();
      } finally {
        trial.destroyForcibly();
      }
    } catch (IOException e) {
      return List.of(); // There is no such program here.
    }
  }
}
