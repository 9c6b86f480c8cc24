package dev.cairn.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own, started as users start it. One thread. */
final class Server implements AutoCloseable {

  /** Of what the kernel counts threads' time in: 100 to the second on every Linux of today. */
  private static final double MICROS_OF_A_TICK = 10_000;

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  private Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Cairn, with its data in {@code data}. */
  static Server cairn(Plan plan, Path data) throws IOException, InterruptedException {
    int port = freePort();
    Path jar = plan.home().resolve("target/quarkus-app/quarkus-run.jar");
    return start(
        plan,
        port,
        List.of(
            "-jar",
            jar.toString(),
            "serve",
            "--port=" + port,
            "--management-port=0",
            "--data=" + data));
  }

  /** The application that does nothing. */
  static Server noop(Plan plan) throws IOException, InterruptedException {
    int port = freePort();
    Path jar = plan.home().resolve("target/bench/noop/quarkus-app/quarkus-run.jar");
    return start(
        plan,
        port,
        List.of(
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-jar",
            jar.toString()));
  }

  /**
   * Cairn, with its data in {@code data}; it may not listen yet.
   *
   * @param flags for its Java machine
   * @param managementPort where its health and its metrics are
   */
  static Server launchCairn(Plan plan, Path data, List<String> flags, int managementPort)
      throws IOException {
    int port = freePort();
    List<String> arguments = new ArrayList<>(flags);
    arguments.addAll(
        List.of(
            "-jar",
            plan.home().resolve("target/quarkus-app/quarkus-run.jar").toString(),
            "serve",
            "--port=" + port,
            "--management-port=" + managementPort,
            "--data=" + data));
    return launch(plan, port, arguments);
  }

  /** A port that nobody had a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Server start(Plan plan, int port, List<String> arguments)
      throws IOException, InterruptedException {
    Server server = launch(plan, port, arguments);
    server.awaitListening();
    return server;
  }

  private static Server launch(Plan plan, int port, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(plan.work().resolve("server-" + port + ".log").toFile())
            .start();
    return new Server(process, port);
  }

  private void awaitListening() throws InterruptedException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < PATIENCE.toNanos() && process.isAlive()) {
      try {
        send("GET", "/", "");
        return;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    close();
    throw new IllegalStateException("A server did not start; its log is beside the data");
  }

  /** The root of its URLs. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Where it listens. */
  int port() {
    return port;
  }

  /** What the kernel tells of its process. */
  Path proc() {
    return Path.of("/proc", Long.toString(process.pid()));
  }

  /** Whether it has not ended. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Processor time, user and system, of the whole process since it began. */
  double cpuMicros() {
    return process
            .info()
            .totalCpuDuration()
            .orElseThrow(() -> new IllegalStateException("the server is gone"))
            .toNanos()
        / 1000.0;
  }

  /** The part of {@link #cpuMicros} that went into compiling. Falls when a compiler thread ends. */
  double compilerMicros() throws IOException {
    long ticks = 0;
    try (Stream<Path> threads = Files.list(proc().resolve("task"))) {
      for (Path thread : threads.toList()) {
        ticks += compilerTicks(thread);
      }
    }
    return ticks * MICROS_OF_A_TICK;
  }

  private static long compilerTicks(Path thread) throws IOException {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      int name = stat.indexOf('(') + 1;
      if (!stat.startsWith("C1 Comp", name) && !stat.startsWith("C2 Comp", name)) {
        return 0;
      }
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Sends a request that must succeed.
   *
   * @return the body of the answer
   */
  String require(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(method, path, body);
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    client.close();
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
