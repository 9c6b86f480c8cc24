package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The program Litestream as the settings name it. Any thread. */
final class Binary {

  /** How long it may take to tell its version. */
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);

  /** How much of what it says is read. */
  private static final int MAX_SAID_BYTES = 100;

  private final String setting;
  private final Map<String, String> environment;

  /**
   * @param setting a path, or a bare name
   * @param environment whose {@code PATH} a bare name is looked up on
   */
  Binary(String setting, Map<String, String> environment) {
    this.setting = setting;
    this.environment = environment;
  }

  /**
   * Where it is, once it has told that it is of the pinned version.
   *
   * @throws IOException if it is not there, or of another version; its message is fit for users
   */
  Path checked() throws IOException, InterruptedException {
    Path path = find();
    if (path == null) {
      throw new IOException(
          "There is no Litestream: %s is no program. litestream/install gets version %s;"
                  .formatted(setting, PinnedVersion.number())
              + " cairn.backup.litestream names one that lies elsewhere");
    }
    String said = version(path);
    // A release tells the bare number, a build by Go the tag.
    if (!said.equals(PinnedVersion.number()) && !said.equals("v" + PinnedVersion.number())) {
      throw new IOException(
          "Litestream %s is needed, and no other; %s says that it is '%s'"
              .formatted(PinnedVersion.number(), path, said));
    }
    return path.toRealPath();
  }

  private @Nullable Path find() {
    Stream<Path> candidates =
        setting.contains(File.separator)
            ? Stream.of(Path.of(setting).toAbsolutePath())
            : Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, setting).toAbsolutePath());
    return candidates
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst()
        .orElse(null);
  }

  private static String version(Path path) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(path.toString(), "version").redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(VERSION_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(path + " does not tell its version");
      }
      byte[] said = process.getInputStream().readNBytes(MAX_SAID_BYTES);
      return new String(said, UTF_8).strip();
    } finally {
      process.destroyForcibly();
    }
  }
}
