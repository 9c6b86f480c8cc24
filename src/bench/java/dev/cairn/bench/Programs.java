package dev.cairn.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs that are run for what they print. */
final class Programs {

  private Programs() {}

  /**
   * What a program prints.
   *
   * @throws IllegalStateException if it fails, with what it printed
   */
  static String output(List<String> command) throws IOException, InterruptedException {
    return output(command, Map.of());
  }

  /** The same, in an environment that has these variables, too. */
  static String output(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
    }
    return output;
  }

  /**
   * A number in what a program printed.
   *
   * @param pattern of which the first group is the number
   * @throws IllegalStateException if it is not there
   */
  static double figure(String output, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(output);
    if (!found.find()) {
      throw new IllegalStateException("nothing is said of " + pattern + ": " + output);
    }
    return Double.parseDouble(found.group(1));
  }

  /** The command that runs Java, the one that runs this, with such arguments. */
  static List<String> java(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(arguments);
    return command;
  }

  /** Asks a process to end, and makes it if it doesn't in half a minute. */
  static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
