package dev.cairn.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the run's own, as Debian installs it, with the settings that initdb gives
 * it but for the place where it listens. Since it refuses to be root's, root runs it as {@code
 * postgres}. One thread.
 */
final class Postgres implements AutoCloseable {

  /** Whom it trusts, on loopback. */
  static final String USER = "cairn";

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String ACCOUNT = "postgres";
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final int port;

  private Postgres(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The programs of the newest version that is installed, or a path where nothing is. */
  static Path programs() {
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
          .max(Postgres::byNumber)
          .orElse(VERSIONS)
          .resolve("bin");
    } catch (IOException notInstalled) {
      return VERSIONS.resolve("bin");
    }
  }

  private static int byNumber(Path one, Path other) {
    String first = one.getFileName().toString();
    String second = other.getFileName().toString();
    return first.length() == second.length()
        ? first.compareTo(second)
        : Integer.compare(first.length(), second.length());
  }

  /** Makes a cluster in the run's directory and starts it. */
  static Postgres start(Plan plan) throws IOException, InterruptedException {
    Path data = Files.createDirectory(plan.work().resolve("postgres"));
    if (isRoot()) {
      letThrough(plan.work());
      Programs.output(List.of("chown", ACCOUNT + ":", data.toString()));
    }
    Programs.output(
        asOther(
            "initdb",
            "--pgdata=" + data,
            "--auth=trust",
            "--username=" + USER,
            "--encoding=UTF8",
            "--locale=C"));
    int port = Server.freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
                asOther(
                    "postgres",
                    "-D",
                    data.toString(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories="))
            .redirectErrorStream(true)
            .redirectOutput(plan.work().resolve("postgres.log").toFile());
    Postgres started = new Postgres(builder.start(), port);
    started.awaitListening();
    return started;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static void letThrough(Path directory) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
    permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    Files.setPosixFilePermissions(directory, permissions);
  }

  private static List<String> asOther(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + ACCOUNT, "--regid=" + ACCOUNT, "--init-groups"));
    }
    command.add(programs().resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private void awaitListening() throws IOException, InterruptedException {
    List<String> ask =
        List.of(programs().resolve("pg_isready").toString(), "--host=127.0.0.1", "--port=" + port);
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)
        && process.isAlive()) {
      if (new ProcessBuilder(ask).redirectErrorStream(true).start().waitFor() == 0) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    close();
    throw new IllegalStateException("PostgreSQL did not start; its log is beside its data");
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Processor time of all its processes since it began. */
  double cpuMicros() throws IOException {
    while (true) {
      ProcessorTime before = ofMain();
      double micros = 0;
      for (ProcessHandle child : process.descendants().toList()) {
        micros += ProcessorTime.of(Path.of("/proc", Long.toString(child.pid()))).micros();
      }
      ProcessorTime main = ofMain();
      // A child that ended meanwhile is among the reaped, and perhaps among the others, too.
      if (main.reapedMicros() == before.reapedMicros()) {
        return micros + main.micros() + main.reapedMicros();
      }
    }
  }

  private ProcessorTime ofMain() throws IOException {
    return ProcessorTime.of(Path.of("/proc", Long.toString(process.pid())));
  }

  /**
   * Whether a commit waits until it is on disk; from now on, for everybody.
   *
   * @throws IllegalStateException if the server does not take it over
   */
  void setSynchronousCommit(boolean waits) throws IOException, InterruptedException {
    String wanted = waits ? "on" : "off";
    sql("alter system set synchronous_commit = " + wanted);
    sql("select pg_reload_conf()");
    long begun = System.nanoTime();
    while (!sql("show synchronous_commit").equals(wanted)) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new IllegalStateException("synchronous_commit does not become " + wanted);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /**
   * Has a statement executed.
   *
   * @return its one result, as text; empty if it has none
   */
  String sql(String statement) throws IOException, InterruptedException {
    return Programs.output(
            client(
                "psql",
                "--no-psqlrc",
                "--quiet",
                "--tuples-only",
                "--no-align",
                "--set=ON_ERROR_STOP=1",
                "--command=" + statement))
        .strip();
  }

  /** The command that runs one of PostgreSQL's clients on this server. */
  List<String> client(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs().resolve(program).toString());
    command.addAll(List.of("--host=127.0.0.1", "--port=" + port, "--username=" + USER));
    command.addAll(List.of(arguments));
    command.add("postgres");
    return command;
  }

  @Override
  public void close() {
    Programs.end(process);
  }
}
