package dev.cairn.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The image of the service, made from what was built, on the small base of {@code
 * src/test/tools/containers}: with the native executable if the property {@code cairn.executable}
 * names one, otherwise with a Java machine. The store of images is the tests' own. One test thread.
 */
final class ContainerImage {

  /** What it is called. */
  static final String NAME;

  /** Most memory that a container of it gets along with, in bytes. */
  static final long MEMORY;

  private static final @Nullable String EXECUTABLE = System.getProperty("cairn.executable");
  private static final Path STORE = Path.of("target", "containers").toAbsolutePath();
  private static final List<String> PLACE =
      List.of(
          "--root", "" + STORE.resolve("storage"),
          "--runroot", "" + STORE.resolve("run"),
          "--storage-driver", "vfs");
  private static final long MOST_SECONDS = 300;

  static {
    NAME = EXECUTABLE == null ? "localhost/cairn-test:jvm" : "localhost/cairn-test:native";
    MEMORY = (EXECUTABLE == null ? 256L : 128L) << 20;
  }

  private ContainerImage() {}

  /**
   * What became of a command.
   *
   * @param said everything that it said
   */
  record Ended(int exitCode, String said) {}

  /** Makes the image as a user does, but on the base at hand. */
  static void make() {
    String kind = EXECUTABLE == null ? "jvm" : "native";
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("src", "main", "docker", "build").toAbsolutePath().toString(),
                kind,
                "--tag",
                NAME,
                "--base",
                "localhost/cairn-base:" + kind,
                "--with",
                "buildah " + String.join(" ", PLACE) + " bud --isolation chroot"));
    if (EXECUTABLE != null) {
      command.addAll(List.of("--executable", EXECUTABLE));
    }
    Ended made = run(command);
    if (made.exitCode() != 0) {
      throw new IllegalStateException("The image can't be made:\n" + made.said());
    }
  }

  /** Runs a command of Podman over the tests' store. */
  static Ended podman(String... arguments) {
    List<String> command = new ArrayList<>(List.of("podman"));
    command.addAll(PLACE);
    command.addAll(List.of("--cgroup-manager", "cgroupfs", "--runtime", "runc"));
    command.addAll(Arrays.asList(arguments));
    return run(command);
  }

  /** As {@link #podman}, for what must succeed; gives what it said. */
  static String podmanDone(String... arguments) {
    Ended ended = podman(arguments);
    if (ended.exitCode() != 0) {
      throw new IllegalStateException("podman " + List.of(arguments) + ":\n" + ended.said());
    }
    return ended.said();
  }

  private static Ended run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("JAVA_HOME", System.getProperty("java.home")));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("It does not end: " + command);
      }
      return new Ended(process.exitValue(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
