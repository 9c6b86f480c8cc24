package dev.cairn.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with the real Litestream and a replica of one kind. One test thread. */
abstract class BackedUpService {

  private static final String LITESTREAM =
      Path.of("target", "litestream", "litestream").toAbsolutePath().toString();

  private final ReplicaKind kind;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins
  Path directory;

  @SuppressWarnings("NullAway.Init") // set before each test
  ReplicaKind.Place replica;

  BackedUpService(ReplicaKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  final void startReplica() {
    replica = kind.start(directory);
  }

  @AfterEach
  final void stopReplica() {
    replica.stop().run();
  }

  /** What the service and the commands must find in their environment. */
  final Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(replica.credentials());
    environment.put("CAIRN_BACKUP_LITESTREAM", LITESTREAM);
    environment.put("CAIRN_BACKUP_REQUIRED", "true");
    return environment;
  }

  /** The service over a data directory below that of the test. */
  final CairnProcess serve(String data) {
    return CairnProcess.serve(environment(), directory.resolve(data), "--backup", replica.url());
  }

  static String entry(String shard, String key) {
    return "/v1/shards/" + shard + "/namespaces/default/entries/" + key;
  }

  /** Writes an entry, and waits until it is in the replica. */
  static void putReplicated(Client client, String shard, String key, String value)
      throws IOException {
    HttpResponse<String> answer = client.putReplicated(entry(shard, key), value);
    assertThat(answer.statusCode()).as(answer.body()).isIn(201, 204);
    assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("wait=replicated");
  }

  /** A time some milliseconds later, once that has passed. */
  static Instant later(Instant now) {
    Instant then = now.plusMillis(5);
    Eventually.holds("some milliseconds have passed", () -> Instant.now().isAfter(then));
    return then;
  }
}
