package dev.cairn.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server in a process of its own, started as users start it; perhaps with a database behind it.
 * What Cairn is compared with gets the same options of the Java machine. One thread.
 */
final class Server implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final int port;
  private final @Nullable Postgres database;
  private final Compilers compilers;
  private final HttpClient client = HttpClient.newHttpClient();

  private @Nullable String key;

  private Server(Process process, int port, @Nullable Postgres database) {
    this.process = process;
    this.port = port;
    this.database = database;
    this.compilers = new Compilers(proc());
  }

  /** Cairn, with its data in {@code data}, as users start it. */
  static Server cairn(Plan plan, Path data) throws IOException, InterruptedException {
    return listening(launchCairn(plan, data, "off", Program.shipped(plan), 0));
  }

  /** The application that does nothing. */
  static Server noop(Plan plan) throws IOException, InterruptedException {
    return application(plan, "noop", null, List.of());
  }

  /**
   * The same over the transport that the service has, epoll in the place of Java's selectors.
   *
   * @throws IllegalStateException if it went back to these, as it does where epoll can't be loaded
   */
  static Server noopOnEpoll(Plan plan) throws IOException, InterruptedException {
    Server server =
        application(plan, "noop", null, List.of("-Dquarkus.vertx.prefer-native-transport=true"));
    if (!Files.readString(server.proc().resolve("maps")).contains("netty_transport_native_epoll")) {
      server.close();
      throw new IllegalStateException("The no-op does not run on epoll");
    }
    return server;
  }

  /**
   * The application that keeps entries in PostgreSQL; what the database works counts as its own.
   */
  static Server postgres(Plan plan, Postgres database) throws IOException, InterruptedException {
    return application(
        plan,
        "postgres",
        database,
        List.of(
            "-Dquarkus.datasource.jdbc.url=" + database.jdbcUrl(),
            "-Dquarkus.datasource.username=" + Postgres.USER));
  }

  /** An application of the suite, by the name of its directory. */
  private static Server application(
      Plan plan, String name, @Nullable Postgres database, List<String> options)
      throws IOException, InterruptedException {
    int port = freePort();
    Path jar =
        plan.home().resolve("target/bench").resolve(name).resolve("quarkus-app/quarkus-run.jar");
    List<String> arguments = new ArrayList<>(shippedOptions(plan));
    arguments.addAll(options);
    arguments.addAll(
        List.of(
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-jar",
            jar.toString()));
    return listening(launch(plan, port, database, Programs.java(arguments)));
  }

  /**
   * Cairn, with its data in {@code data}; it may not listen yet.
   *
   * @param backup where it goes, or off
   * @param managementPort where its health and its metrics are; 0 for any
   */
  static Server launchCairn(
      Plan plan, Path data, String backup, Program program, int managementPort) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>(program.command());
    command.addAll(
        List.of(
            "serve",
            "--port=" + port,
            "--management-port=" + managementPort,
            "--backup=" + backup,
            "--data=" + data));
    return launch(plan, port, null, command);
  }

  /** The options that users start the service with. */
  static List<String> shippedOptions(Plan plan) {
    return List.of("@" + plan.home().resolve("src/main/jvm.options"));
  }

  /** A port that nobody had a moment ago. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Server launch(
      Plan plan, int port, @Nullable Postgres database, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(plan.work().resolve("server-" + port + ".log").toFile())
            .start();
    return new Server(process, port, database);
  }

  private static Server listening(Server server) throws InterruptedException {
    server.awaitListening();
    return server;
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

  /** The processes that it has started. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** Whether it has not ended. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Processor time, user and system, of the whole process and its database since they began. */
  double cpuMicros() throws IOException {
    double own =
        process
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the server is gone"))
                .toNanos()
            / 1000.0;
    return database == null ? own : own + database.cpuMicros();
  }

  /** The part of {@link #cpuMicros} that went into compiling. */
  double compilerMicros() throws IOException {
    return compilers.micros();
  }

  /** Waits until what is to be compiled is compiled; for some seconds at most. */
  void awaitCompiled() throws IOException, InterruptedException {
    compilers.awaitRest();
  }

  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Has it ask for a key from now on, which all that is sent through this class has. */
  void closeWithKey() throws IOException, InterruptedException {
    String answer =
        require(
            "POST",
            "/v1/keys",
            "{\"name\":\"bench\",\"scopes\":[{\"shards\":\"*\",\"role\":\"admin\"}]}");
    key = new ObjectMapper().readTree(answer).get("key").asText();
  }

  /** Sends this with all that is sent through this class, though nobody asks for it. */
  void present(String anyKey) {
    key = anyKey;
  }

  /** The key that it asks for; null if it asks for none. */
  @Nullable String key() {
    return key;
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
    Programs.end(process);
  }
}
