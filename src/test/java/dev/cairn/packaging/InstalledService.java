package dev.cairn.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service of an installed package, started by the command of its unit on free ports, as its
 * user if this process is root's. One test thread.
 */
final class InstalledService implements AutoCloseable {

  private static final Pattern SERVES = Pattern.compile("Cairn \\S+ serves (http://\\S+) .*");
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 60;

  private final Process process;
  private final StringWriter output = new StringWriter();
  private final CompletableFuture<URI> url = new CompletableFuture<>();
  private final Thread reader;

  private InstalledService(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().start(this::gather);
  }

  static InstalledService start(PackageRoot root) {
    ProcessBuilder builder =
        new ProcessBuilder(
                "src/test/tools/installed",
                root.path().toString(),
                System.getProperty("java.home"),
                "/usr/bin/cairn",
                "serve",
                "--config",
                "/etc/cairn/cairn.properties")
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "JAVA_HOME", "/java",
                "JAVA_OPTS", "-Xmx256m",
                "JOURNAL_STREAM", "8:1",
                "CAIRN_PORT", "0",
                "CAIRN_MANAGEMENT_PORT", "0"));
    try {
      return new InstalledService(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients reach it, once it says so. */
  URI awaitUrl() {
    try {
      return url.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The service did not start:\n" + output, e);
    }
  }

  /** Everything it has printed so far. */
  String output() {
    return output.toString();
  }

  /** The command lines of the processes that it has started and that run. */
  List<String> children() {
    return process.descendants().map(child -> child.info().command().orElse("")).toList();
  }

  /** The number of the user whom it runs as. */
  int user() throws IOException {
    return (int) Files.getAttribute(Path.of("/proc", Long.toString(process.pid())), "unix:uid");
  }

  /** Asks it to stop as systemd does, and gives the exit code. */
  int stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The service did not end:\n" + output);
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void gather() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append("\n");
        Matcher serves = SERVES.matcher(line);
        if (serves.matches()) {
          url.complete(URI.create(serves.group(1)));
        }
      }
    } catch (IOException e) {
      // The process was killed while its output was read: what came before is kept.
    }
    url.completeExceptionally(new IllegalStateException("The process ended before it listened."));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
