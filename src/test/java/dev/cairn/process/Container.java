package dev.cairn.process;

import static dev.cairn.process.ContainerImage.podman;
import static dev.cairn.process.ContainerImage.podmanDone;

import dev.cairn.Eventually;
import dev.cairn.LocalServers;
import dev.cairn.process.ContainerImage.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container of {@link ContainerImage} that has as little as it can do with: no root, no
 * capability, no root file system to write to, no program in its temporary one, and little memory.
 * It shares the network of this machine, so its ports are free ones. One test thread.
 */
final class Container implements AutoCloseable {

  /** The user of the image. */
  static final int USER = 10_001;

  private static final Pattern STATUS = Pattern.compile("(?m)^(\\w+):\\s+(.*)$");
  private static final int GRACE_SECONDS = 20;

  private final String name;
  private final URI base;
  private final URI management;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Container(String name, int port, int managementPort) {
    this.name = name;
    this.base = URI.create("http://127.0.0.1:" + port);
    this.management = URI.create("http://127.0.0.1:" + managementPort);
  }

  /** Starts the service in one and waits until it is ready. */
  static Container serve(String name, Map<String, Path> volumes, Map<String, String> environment)
      throws IOException {
    podman("rm", "--force", name);
    Container container = new Container(name, LocalServers.freePort(), LocalServers.freePort());
    List<String> command = new ArrayList<>(List.of("run", "--detach", "--name", name));
    command.addAll(confined(volumes, environment));
    command.addAll(List.of("--env", "CAIRN_PORT=" + container.base.getPort()));
    command.addAll(List.of("--env", "CAIRN_MANAGEMENT_PORT=" + container.management.getPort()));
    command.add(ContainerImage.NAME);
    podmanDone(command.toArray(String[]::new));
    container.awaitReady();
    return container;
  }

  /** Runs another command of the image in a container that is gone afterwards. */
  static Ended run(
      Map<String, Path> volumes, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of("run", "--rm"));
    command.addAll(confined(volumes, environment));
    command.add(ContainerImage.NAME);
    command.addAll(Arrays.asList(arguments));
    return podman(command.toArray(String[]::new));
  }

  private static List<String> confined(Map<String, Path> volumes, Map<String, String> environment) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--ulimit=nofile=4096:4096",
                "--ulimit=nproc=4096:4096",
                "--network=host",
                "--read-only",
                "--read-only-tmpfs=false",
                "--tmpfs=/tmp:rw,noexec,nosuid,nodev,size=16m",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--memory=" + ContainerImage.MEMORY));
    volumes.forEach((inside, outside) -> options.add("--volume=" + outside + ":" + inside));
    environment.forEach((key, value) -> options.add("--env=" + key + "=" + value));
    return options;
  }

  /** A directory for a volume, which belongs to the user of the image. */
  static Path volume(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setAttribute(directory, "unix:uid", USER);
    Files.setAttribute(directory, "unix:gid", USER);
    return directory;
  }

  /** Starts it again after its end, and waits until it is ready. */
  void startAgain() {
    podmanDone("start", name);
    awaitReady();
  }

  private void awaitReady() {
    Eventually.holds(
        "ready: " + name,
        () -> {
          try {
            return send(management, "GET", "/q/health/ready", "", "").statusCode() == 200;
          } catch (UncheckedIOException e) {
            if (!podmanDone("inspect", "--format={{.State.Running}}", name).contains("true")) {
              throw new IllegalStateException("It has ended:\n" + output(), e);
            }
            return false;
          }
        });
  }

  /** Sends a JSON body, or none if it is empty, with a key, or none if it is empty. */
  HttpResponse<String> send(
      String key, String method, String path, String body, String... headers) {
    return send(base, method, path, body, key, headers);
  }

  /** Asks the management port. */
  HttpResponse<String> manage(String path) {
    return send(management, "GET", path, "", "");
  }

  private HttpResponse<String> send(
      URI where, String method, String path, String body, String key, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(where.resolve(path)).timeout(Duration.ofSeconds(30));
    if (!key.isEmpty()) {
      request.setHeader("Authorization", "Bearer " + key);
    }
    request.setHeader("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    request.method(method, BodyPublishers.ofString(body));
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where clients within it reach the service. */
  URI base() {
    return base;
  }

  /** Where health and metrics are. */
  URI managementBase() {
    return management;
  }

  /** Runs the program in it, beside the service. */
  Ended cairn(String... arguments) {
    List<String> command = new ArrayList<>(List.of("exec", name, "/usr/bin/cairn"));
    command.addAll(Arrays.asList(arguments));
    return podman(command.toArray(String[]::new));
  }

  /** What the image's own HEALTHCHECK comes to: 0 or not. */
  int healthcheck() {
    return podman("healthcheck", "run", name).exitCode();
  }

  /** What the system says of its first process, by name: proc(5), status. */
  Map<String, String> status() throws IOException {
    Map<String, String> status = new java.util.HashMap<>();
    Matcher lines = STATUS.matcher(Files.readString(Path.of("/proc", pid(), "status")));
    while (lines.find()) {
      status.put(lines.group(1), lines.group(2));
    }
    return status;
  }

  private String pid() {
    return podmanDone("inspect", "--format={{.State.Pid}}", name).strip();
  }

  /** What its control group bounds its memory to, in bytes. */
  long memoryLimit() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", pid(), "cgroup"))) {
      String[] parts = line.split(":", 3);
      Path of1 = Path.of("/sys/fs/cgroup/memory" + parts[2], "memory.limit_in_bytes");
      Path of2 = Path.of("/sys/fs/cgroup" + parts[2], "memory.max");
      if (parts[1].equals("memory")) {
        return Long.parseLong(Files.readString(of1).strip());
      }
      if (parts[1].isEmpty() && Files.exists(of2)) {
        return Long.parseLong(Files.readString(of2).strip());
      }
    }
    throw new IllegalStateException("There is no control group for memory");
  }

  /** Everything it has printed. */
  String output() {
    return podmanDone("logs", name);
  }

  /** Ends it as SIGKILL does. */
  void kill() {
    podmanDone("kill", "--signal=KILL", name);
    podmanDone("wait", name);
  }

  /** Stops it as {@code podman stop} does, and gives its exit code, 137 if it took too long. */
  int stop() {
    podmanDone("stop", "--time=" + GRACE_SECONDS, name);
    return Integer.parseInt(podmanDone("inspect", "--format={{.State.ExitCode}}", name).strip());
  }

  @Override
  public void close() {
    http.shutdownNow();
    podman("rm", "--force", name);
  }
}
