package dev.cairn.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The packaged program as a process of its own, the way a user runs it. Output is gathered line by
 * line. One test thread.
 */
public final class CairnProcess implements AutoCloseable {

  private static final Pattern SERVES =
      Pattern.compile("Cairn \\S+ serves (https?://\\S+) .* health (http://\\S+)/q/health");

  /** The native executable, if that is to be tested: {@code ./cairn test --native} names it. */
  private static final @Nullable String EXECUTABLE = System.getProperty("cairn.executable");

  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final List<String> output = new ArrayList<>();
  private final CompletableFuture<URI> url = new CompletableFuture<>();
  private final CompletableFuture<URI> managementUrl = new CompletableFuture<>();
  private final Thread reader;

  private CairnProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().start(this::gather);
  }

  /** Starts the service on free ports over {@code data} and waits until it says that it listens. */
  static CairnProcess serve(Path data, String... options) {
    return serve(List.of(), data, options);
  }

  /** As {@link #serve(Path, String...)}, with a command in front that runs the rest. */
  static CairnProcess serve(List<String> wrapper, Path data, String... options) {
    return serve(wrapper, 0, data, options);
  }

  /** As {@link #serve(Path, String...)}, with variables beside those of this process. */
  public static CairnProcess serve(Map<String, String> environment, Path data, String... options) {
    return serve(List.of(), environment, 0, data, options);
  }

  /** As {@link #serve(Path, String...)}, with both. */
  static CairnProcess serve(
      List<String> wrapper, Map<String, String> environment, Path data, String... options) {
    return serve(wrapper, environment, 0, data, options);
  }

  /** As {@link #serve(Path, String...)}, on a port that clients know already. */
  static CairnProcess serveAt(int port, Path data) {
    return serve(List.of(), port, data);
  }

  private static CairnProcess serve(List<String> wrapper, int port, Path data, String... options) {
    return serve(wrapper, Map.of(), port, data, options);
  }

  private static CairnProcess serve(
      List<String> wrapper,
      Map<String, String> environment,
      int port,
      Path data,
      String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("serve", "--port", "" + port, "--management-port", "0", "--data", "" + data));
    arguments.addAll(Arrays.asList(options));
    if (!arguments.contains("--backup")) {
      arguments.addAll(List.of("--backup", "off"));
    }
    CairnProcess cairn = start(wrapper, environment, List.of(), arguments);
    boolean serves = false;
    try {
      cairn.awaitUrl();
      serves = true;
      return cairn;
    } finally {
      if (!serves) {
        cairn.close();
      }
    }
  }

  /** Starts a command of the program as a user would. */
  static CairnProcess start(String... arguments) {
    return start(List.of(), List.of(), List.of(arguments));
  }

  /** As {@link #start(String...)}, with variables beside those of this process. */
  static CairnProcess start(Map<String, String> environment, String... arguments) {
    return start(List.of(), environment, List.of(), List.of(arguments));
  }

  /** Starts any command of the program. */
  static CairnProcess start(List<String> wrapper, List<String> jvmOptions, List<String> arguments) {
    return start(wrapper, Map.of(), jvmOptions, arguments);
  }

  private static CairnProcess start(
      List<String> wrapper,
      Map<String, String> environment,
      List<String> jvmOptions,
      List<String> arguments) {
    // A shell has what it starts in the background pass SIGINT over, and so would this process.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(wrapper);
    command.addAll(program());
    command.addAll(jvmOptions);
    if (!isNative()) {
      command.add("-jar");
      command.add(Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath().toString());
    }
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      return new CairnProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the native executable is what runs, and not the jar on a Java machine. */
  static boolean isNative() {
    return EXECUTABLE != null;
  }

  private static List<String> program() {
    if (EXECUTABLE != null) {
      return List.of(Path.of(EXECUTABLE).toAbsolutePath().toString());
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:TieredStopAtLevel=1",
        "-Xmx512m");
  }

  /** Where clients reach it. */
  public URI awaitUrl() {
    return await(url);
  }

  /** Where health and metrics are. */
  public URI awaitManagementUrl() {
    return await(managementUrl);
  }

  /** A path of the file system as this process sees it. */
  Path seenBy(Path path) {
    return Path.of("/proc", Long.toString(process.pid()), "root").resolve("." + path);
  }

  private URI await(CompletableFuture<URI> address) {
    try {
      return address.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The service did not start:\n" + output(), e);
    }
  }

  /** The processes that it has started and that run. */
  List<ProcessHandle> children() {
    return process.descendants().filter(ProcessHandle::isAlive).toList();
  }

  /** The ids of this process and of those that it has started. */
  List<Long> pids() {
    List<Long> pids = new ArrayList<>(children().stream().map(ProcessHandle::pid).toList());
    pids.add(process.pid());
    return pids;
  }

  /** Ends it as SIGKILL does: with no chance to tidy up. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Ends it as Ctrl-C does, and gives the exit code. */
  int interrupt() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return awaitExit();
  }

  /** Asks it to stop as SIGTERM does and waits for it. */
  public int stop() {
    process.destroy();
    return awaitExit();
  }

  /** Waits for the end and gives the exit code. */
  int awaitExit() {
    return awaitExit(STOP_SECONDS);
  }

  /** As {@link #awaitExit()}, for work that takes up to so many seconds. */
  int awaitExit(long seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("The process did not end:\n" + output());
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything it has printed so far. */
  public String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  private void gather() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
        }
        Matcher serves = SERVES.matcher(line);
        if (serves.matches()) {
          managementUrl.complete(URI.create(serves.group(2)));
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
    if (process.isAlive()) {
      kill();
    }
  }
}
