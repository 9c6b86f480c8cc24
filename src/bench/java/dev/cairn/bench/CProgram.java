package dev.cairn.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code src/bench/c/engine.c}, compiled. */
final class CProgram {

  private final Path program;

  private CProgram(Path program) {
    this.program = program;
  }

  /**
   * What one operation costs.
   *
   * @param cpuMicros processor time
   * @param wallMicros time by the clock
   */
  record Cost(double cpuMicros, double wallMicros) {}

  /**
   * Compiles it.
   *
   * @throws IllegalStateException if that fails, with what the compiler said
   */
  static CProgram compile(Path home) throws IOException, InterruptedException {
    return new CProgram(build(home, "engine", List.of("-lsqlite3")));
  }

  /**
   * Compiles a program or library of {@code src/bench/c}.
   *
   * @param options for the linker
   * @return where it is
   * @throws IllegalStateException if that fails, with what the compiler said
   */
  static Path build(Path home, String name, List<String> options)
      throws IOException, InterruptedException {
    Path built = home.resolve("target/bench").resolve(name);
    List<String> command =
        new ArrayList<>(
            List.of(
                "cc",
                "-std=c11",
                "-D_GNU_SOURCE",
                "-O2",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-o",
                built.toString(),
                home.resolve("src/bench/c").resolve(name + ".c").toString()));
    command.addAll(options);
    Programs.output(command);
    return built;
  }

  /** Runs one operation over and over, after a quarter of the time to get warm. */
  Cost run(Path database, int entries, int valueBytes, String operation, int seconds)
      throws IOException, InterruptedException {
    String line =
        Programs.output(
            List.of(
                program.toString(),
                database.toString(),
                Integer.toString(entries),
                Integer.toString(valueBytes),
                operation,
                Integer.toString(seconds * 1000)));
    JsonNode answer = new ObjectMapper().readTree(line);
    double operations = answer.get("operations").asDouble();
    return new Cost(
        answer.get("cpuNanos").asDouble() / operations / 1000,
        answer.get("wallNanos").asDouble() / operations / 1000);
  }
}
