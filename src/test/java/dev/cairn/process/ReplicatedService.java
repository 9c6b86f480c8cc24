package dev.cairn.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packaged service with the real Litestream, in a directory of its own, and what tests do to
 * both. It can be kept without Litestream: then none starts. One test thread.
 */
final class ReplicatedService implements AutoCloseable {

  private final Path directory;
  private final String replica;
  private final Map<String, String> environment = new HashMap<>();
  private final Path away;

  /** Null before the first start. */
  private @Nullable CairnProcess cairn;

  private @Nullable Client client;

  /**
   * One that is not started yet.
   *
   * @param directory for its data and all else
   * @param replica URL of it
   * @param settings variables of its environment, with the credentials of the replica
   */
  ReplicatedService(Path directory, String replica, Map<String, String> settings) {
    this.directory = directory;
    this.replica = replica;
    this.away = directory.resolve("litestream-is-away");
    environment.putAll(settings);
    environment.put("CAIRN_BACKUP_LITESTREAM", program(directory.resolve("litestream")).toString());
  }

  /** The real program, unless it is to be away. */
  private Path program(Path script) {
    try {
      Files.writeString(
          script,
          "#!/bin/sh\n[ -e '%s' ] && exit 9\nexec '%s' \"$@\"\n"
              .formatted(away, RestoredStates.LITESTREAM));
      return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it over its data. */
  void begin() {
    begin(List.of(), "data");
  }

  /** The same over other data, with a command in front that runs the rest. */
  void begin(List<String> wrapper, String data) {
    CairnProcess started =
        CairnProcess.serve(wrapper, environment, directory.resolve(data), "--backup", replica);
    cairn = started;
    client = new Client(started.awaitUrl());
  }

  CairnProcess cairn() {
    return requireNonNull(cairn);
  }

  Client client() {
    return requireNonNull(client);
  }

  /** The processes of Litestream. */
  List<ProcessHandle> children() {
    return cairn().children();
  }

  /** Kills Litestream, and keeps it from being started again. */
  void takeLitestreamAway() {
    try {
      Files.writeString(away, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    children().forEach(ProcessHandle::destroyForcibly);
    Eventually.holds("Litestream is gone", () -> children().isEmpty());
  }

  void giveLitestreamBack() {
    try {
      Files.delete(away);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal to Litestream. */
  void signal(String name) {
    for (ProcessHandle child : children()) {
      try {
        new ProcessBuilder("kill", "-" + name, Long.toString(child.pid())).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Ends the service as SIGKILL does; Litestream may outlive it for a moment. */
  void kill() {
    client().close();
    cairn().kill();
  }

  static String entry(String shard, String key) {
    return "/v1/shards/" + shard + "/namespaces/default/entries/" + key;
  }

  /** Writes, which must succeed. */
  void putDone(String shard, String key, String value) {
    HttpResponse<String> answer = client().send("PUT", entry(shard, key), value);
    assertThat(answer.statusCode()).as(answer.body()).isIn(201, 204);
  }

  HttpResponse<String> tryPutReplicated(String shard, String key, String value) {
    try {
      return client().putReplicated(entry(shard, key), value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes, which must come into the replica in time. */
  void putReplicated(String shard, String key, String value) {
    HttpResponse<String> answer = tryPutReplicated(shard, key, value);
    assertThat(answer.statusCode()).as(answer.body()).isIn(201, 204);
    assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("wait=replicated");
  }

  /** What it says of the backup of a shard. */
  String backup(String shard) {
    return client().get("/v1/shards/" + shard + "/backup").body();
  }

  /** Waits until everything of a shard is in the replica. */
  void awaitReplicated(String shard) {
    Eventually.holds(shard + " is in the replica", () -> sync(shard).statusCode() == 200);
  }

  HttpResponse<String> sync(String shard) {
    return client().send("POST", "/v1/shards/" + shard + "/backup/sync", "");
  }

  /**
   * What became of a command.
   *
   * @param said everything that it said
   */
  record Ended(int exitCode, String said) {}

  /** Runs {@code cairn restore} on the replica. */
  Ended restore(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "restore";
    all[1] = "--backup";
    all[2] = replica;
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    try (CairnProcess command = CairnProcess.start(environment, all)) {
      int exitCode = command.awaitExit(120);
      return new Ended(exitCode, command.output());
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
    if (cairn != null) {
      cairn.close();
    }
  }
}
