package dev.cairn.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Cairn in a process of its own, with what it and the kernel tell of it. One thread. */
final class Node implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final double MIB = 1 << 20;

  private final Server server;
  private final int managementPort;
  private final long launched;
  private final HttpClient client = HttpClient.newHttpClient();

  private Node(Server server, int managementPort, long launched) {
    this.server = server;
    this.managementPort = managementPort;
    this.launched = launched;
  }

  /**
   * Launches a node without a backup.
   *
   * @param options for its Java machine, settings of the service among them; those that users have
   *     are not added
   */
  static Node launch(Plan plan, Path data, List<String> options) throws IOException {
    return launch(plan, data, "off", Program.java(plan, options));
  }

  /**
   * Launches a node.
   *
   * @param backup where it goes, or off
   */
  static Node launch(Plan plan, Path data, String backup, Program program) throws IOException {
    int managementPort = Server.freePort();
    long launched = System.nanoTime();
    return new Node(
        Server.launchCairn(plan, data, backup, program, managementPort), managementPort, launched);
  }

  /**
   * A node as users start it, once it is ready.
   *
   * @param settings of the service that are not the default, as options of its Java machine
   */
  static Node start(Plan plan, Path data, String... settings)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(Server.shippedOptions(plan));
    options.addAll(List.of(settings));
    Node node = launch(plan, data, options);
    node.awaitReady();
    return node;
  }

  /**
   * A node as users start it, with a backup in a directory, once it is ready.
   *
   * @param settings of the service that are not the default, as options of its Java machine
   */
  static Node backedUp(Plan plan, Path data, Path backup, String... settings)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(Server.shippedOptions(plan));
    options.addAll(List.of(settings));
    Node node = launch(plan, data, "file://" + backup, Program.java(plan, options));
    node.awaitReady();
    return node;
  }

  Server server() {
    return server;
  }

  /**
   * Waits until it says that it is ready.
   *
   * @return milliseconds since it was launched
   */
  double awaitReady() throws InterruptedException {
    return awaitSuccess(managementPort, "/q/health/ready");
  }

  /**
   * Waits until a GET to the service succeeds.
   *
   * @return milliseconds since it was launched
   */
  double awaitAnswer(String path) throws InterruptedException {
    return awaitSuccess(server.port(), path);
  }

  private double awaitSuccess(int port, String path) throws InterruptedException {
    byte[] request = ClientConnection.get(path);
    while (server.isAlive() && System.nanoTime() - launched < PATIENCE_NANOS) {
      try (ClientConnection connection = new ClientConnection(port)) {
        if (connection.send(request) == 200) {
          return (System.nanoTime() - launched) / 1e6;
        }
      } catch (IOException notYet) {
        // Nobody listens yet.
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    close();
    throw new IllegalStateException(path + " was never answered; the log is beside the data");
  }

  /** What one of its metrics, which has no labels, says now. */
  double metric(String name) throws IOException, InterruptedException {
    return metrics(name + " ");
  }

  /** What those of its metrics say together whose names and labels begin so. */
  private double metrics(String beginning) throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + managementPort + "/q/metrics");
    HttpResponse<Stream<String>> answer =
        client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> lines = answer.body()) {
      double[] values =
          lines
              .filter(line -> line.startsWith(beginning))
              .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
              .toArray();
      if (values.length == 0) {
        throw new IllegalStateException("there is no metric " + beginning);
      }
      return Arrays.stream(values).sum();
    }
  }

  /** Memory that it has now, in MiB. */
  double residentMib() throws IOException {
    return status("VmRSS") * 1024 / MIB;
  }

  /** Memory that it and its processes of Litestream have now, in MiB. */
  double residentWithChildrenMib() throws IOException {
    double all = residentMib();
    for (ProcessHandle child : server.children()) {
      all += status(Path.of("/proc", Long.toString(child.pid())), "VmRSS") * 1024 / MIB;
    }
    return all;
  }

  /** The most memory that it ever had, in MiB. */
  double peakMib() throws IOException {
    return status("VmHWM") * 1024 / MIB;
  }

  /** Threads of its process. */
  double threads() throws IOException {
    return status("Threads");
  }

  /** Files and sockets that it has open. */
  double descriptors() throws IOException {
    try (Stream<Path> open = Files.list(server.proc().resolve("fd"))) {
      return open.count();
    }
  }

  /** What is left in its heap after a full collection, in MiB. */
  double liveHeapMib() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd");
    String pid = server.proc().getFileName().toString();
    Programs.output(List.of(jcmd.toString(), pid, "GC.run"));
    return metrics("jvm_memory_used_bytes{area=\"heap\"") / MIB;
  }

  private double status(String field) throws IOException {
    return status(server.proc(), field);
  }

  private static double status(Path process, String field) throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith(field + ":")) {
        return Double.parseDouble(line.substring(field.length() + 1).replace("kB", "").strip());
      }
    }
    throw new IllegalStateException("the kernel does not tell " + field);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
