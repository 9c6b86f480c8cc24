package dev.cairn.cli;

import dev.cairn.security.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which key a command sends. There is no option that takes the key itself: every user of a machine
 * can read what commands were started with.
 */
final class KeyOption {

  /** The environment variable that may hold a key. */
  static final String VARIABLE = "CAIRN_KEY";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "A file that holds the key to send; else it is taken from the environment variable "
              + VARIABLE
              + ", if it is set.")
  private @Nullable Path file;

  /**
   * The key to send; null for none.
   *
   * @throws ParameterException if the file or the variable holds none; without what it holds
   */
  @Nullable String key(Surroundings surroundings) {
    if (file != null) {
      try {
        return KeyFile.read(file);
      } catch (IOException e) {
        throw bad("--key-file: " + file + " can't be used: " + reason(e, file));
      }
    }
    String key = surroundings.environment().getOrDefault(VARIABLE, "").strip();
    if (key.isEmpty()) {
      return null;
    }
    if (!KeyFile.isToken(key)) {
      throw bad(VARIABLE + " holds no key");
    }
    return key;
  }

  private static String reason(IOException e, Path file) {
    return String.valueOf(e.getMessage()).equals(file.toString())
        ? "it is missing, or access is denied"
        : String.valueOf(e.getMessage());
  }

  private ParameterException bad(String message) {
    if (spec == null) {
      throw new IllegalStateException("not part of a command");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
