package dev.cairn.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * A command that has ended.
 *
 * @param output what it printed, errors too
 */
record Ran(int exitCode, String output) {

  /** Runs a command with nothing to read, and variables beside those of this process. */
  static Ran of(Map<String, String> environment, List<String> words) {
    try {
      ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Ran(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Ran of(String... words) {
    return of(Map.of(), List.of(words));
  }

  /** What a command printed that has to succeed. */
  static String well(String... words) {
    Ran ran = of(words);
    assertThat(ran.exitCode()).as(String.join(" ", words) + "\n" + ran.output()).isZero();
    return ran.output();
  }
}
