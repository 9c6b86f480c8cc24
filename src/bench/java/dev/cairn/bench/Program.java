package dev.cairn.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to run the service.
 *
 * @param title what tables call it
 * @param command to which the service's own command line is added
 */
record Program(String title, List<String> command) {

  /** The packaged service as users start it on a Java machine. */
  static Program shipped(Plan plan) {
    return java(plan, Server.shippedOptions(plan));
  }

  /**
   * The packaged service on a Java machine.
   *
   * @param options of the machine, settings of the service among them; those that users have are
   *     not added
   */
  static Program java(Plan plan, List<String> options) {
    List<String> arguments = new ArrayList<>(options);
    arguments.add("-jar");
    arguments.add(plan.home().resolve("target/quarkus-app/quarkus-run.jar").toString());
    return new Program("Java machine", Programs.java(arguments));
  }

  /**
   * The native executable.
   *
   * @throws IllegalStateException if there is none
   */
  static Program executable(Plan plan) {
    Path executable = executablePath(plan);
    if (!Files.isExecutable(executable)) {
      throw new IllegalStateException(
          "there is no native executable; ./cairn build --native makes it");
    }
    return new Program("native executable", List.of(executable.toString()));
  }

  /** Where the native executable is, if there is one. */
  static Path executablePath(Plan plan) {
    return plan.home().resolve("target/cairn");
  }
}
