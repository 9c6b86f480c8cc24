package dev.cairn.replica;

import dev.cairn.LocalServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real S3-compatible server, on a free port of this machine, with its buckets in a directory.
 * {@code src/test/tools/versitygw} installs it. One test thread.
 */
public final class VersityGateway implements AutoCloseable {

  /** The bucket that every gateway has. */
  public static final String BUCKET = "replicas";

  /** The credentials that a gateway takes, as a process's environment has them. */
  public static final Map<String, String> CREDENTIALS =
      Map.of("AWS_ACCESS_KEY_ID", "test-key", "AWS_SECRET_ACCESS_KEY", "test-secret-0123456789");

  private static final Path PROGRAM = Path.of("target", "versitygw", "versitygw").toAbsolutePath();

  private static final int STARTS = 5;
  private static final long STOP_SECONDS = 30;

  private final Path directory;
  private final int port;
  private Process process;

  private VersityGateway(Path directory, int port, Process process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Starts a gateway over a directory, which it fills. */
  public static VersityGateway start(Path directory) {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(PROGRAM + " is missing; run src/test/tools/setup");
    }
    try {
      Files.createDirectories(directory.resolve("buckets").resolve(BUCKET));
      for (int start = 1; ; start++) {
        // Another process may take the port before the gateway does.
        int port = LocalServers.freePort();
        Process process = run(directory, port);
        if (LocalServers.answers(process, port)) {
          return new VersityGateway(directory, port, process);
        }
        end(process);
        if (start == STARTS) {
          throw new IllegalStateException("It does not start:\n" + log(directory));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process run(Path directory, int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            PROGRAM.toString(),
            "--port",
            "127.0.0.1:" + port,
            "posix",
            directory.resolve("buckets").toString());
    builder.environment().put("ROOT_ACCESS_KEY", CREDENTIALS.get("AWS_ACCESS_KEY_ID"));
    builder.environment().put("ROOT_SECRET_KEY", CREDENTIALS.get("AWS_SECRET_ACCESS_KEY"));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  private static String log(Path directory) throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  /** Where it takes requests. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The URL of a replica in its bucket. */
  public String url(String prefix) {
    return "s3://" + BUCKET + "/" + prefix + "?endpoint=" + endpoint() + "&region=us-east-1";
  }

  /** Makes it hang, as SIGSTOP does: it takes connections and answers nothing. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends it as SIGKILL does. */
  public void kill() {
    end(process);
  }

  /** Starts it again after {@link #kill}, at the same address with what it had. */
  public void startAgain() {
    try {
      process = run(directory, port);
      if (!LocalServers.answers(process, port)) {
        throw new IllegalStateException("It does not start again:\n" + log(directory));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process) {
    process.destroyForcibly();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("It does not end: " + process.pid());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    end(process);
  }
}
