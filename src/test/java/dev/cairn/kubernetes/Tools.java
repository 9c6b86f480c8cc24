package dev.cairn.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The programs that judge the manifests; {@code src/test/tools/kubernetes/install} puts them in
 * place. Any thread.
 */
final class Tools {

  private static final Path DIRECTORY = Path.of("target", "kubernetes").toAbsolutePath();
  private static final long PATIENCE_MINUTES = 5;

  private Tools() {}

  /** What a program said, both streams together, and how it ended. */
  record Answer(int code, String output) {}

  /** The path of a program. */
  static Path program(String name) {
    Path program = DIRECTORY.resolve(name);
    if (!Files.isExecutable(program)) {
      throw new IllegalStateException(program + " is missing; run src/test/tools/setup");
    }
    return program;
  }

  /** Runs a program over a text, which it finds on its standard input. */
  static Answer run(String input, String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program(program).toString()));
    command.addAll(List.of(arguments));
    try {
      Path text = Files.createTempFile("manifests", ".yaml");
      Path output = Files.createTempFile("judgement", ".txt");
      try {
        Files.writeString(text, input, UTF_8);
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(text.toFile())
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        if (!ended) {
          throw new IllegalStateException(command + " does not end: " + Files.readString(output));
        }
        return new Answer(process.exitValue(), Files.readString(output));
      } finally {
        Files.delete(text);
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new IllegalStateException(command.toString(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
