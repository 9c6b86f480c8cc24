package dev.cairn.replica;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicaStore;
import dev.cairn.backup.ReplicaStore.TransactionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

class S3ReplicaStoreTest extends ReplicaStoreContract {

  @SuppressWarnings("NullAway.Init") // Set before all tests.
  private static VersityGateway gateway;

  /** Keeps the tests apart. */
  private final String prefix = "some/where/" + UUID.randomUUID();

  @BeforeAll
  static void startGateway(@TempDir Path directory) {
    gateway = VersityGateway.start(directory);
  }

  @AfterAll
  static void stopGateway() {
    gateway.close();
  }

  @Override
  protected ReplicaStore open() {
    return new S3ReplicaStore(address(), VersityGateway.CREDENTIALS, S3Limits.DEFAULT);
  }

  private S3Address address() {
    return S3Address.parse(gateway.url(prefix).substring("s3://".length()));
  }

  @Override
  protected void writeAsReplicator(
      ReplicaPlace place, int level, long first, long last, long created, byte[] content)
      throws IOException {
    String path = "%s/%04x/%016x-%016x.ltx".formatted(place.path(), level, first, last);
    String time = Instant.ofEpochMilli(created).toString();
    write(path, Map.of("litestream-timestamp", time), content);
  }

  @Override
  protected void writeAsStranger(String path) throws IOException {
    write(path, Map.of(), content(7));
  }

  private void write(String path, Map<String, String> metadata, byte[] content) throws IOException {
    try (S3Connection connection =
        S3Connection.open(address(), VersityGateway.CREDENTIALS, S3Limits.DEFAULT)) {
      connection.call(
          "put",
          path,
          client ->
              client.putObject(
                  request ->
                      request
                          .bucket(VersityGateway.BUCKET)
                          .key(prefix + "/" + path)
                          .metadata(metadata),
                  RequestBody.fromBytes(content)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-21T14:13:20Z, 1790000000000",
    "2026-09-21T14:13:20.5Z, 1790000000500",
    "2026-09-21T14:13:20.001999999Z, 1790000000001"
  })
  void theTimeInAHeaderIsReadAsTheReplicatorWritesIt(String text, long millis) throws Exception {
    write(pathOfFirst(), Map.of("litestream-timestamp", text), content(1));
    assertThat(createdOfFirst()).isEqualTo(millis);
  }

  @Test
  void aTransactionFileWithoutTheHeaderIsAsOldAsItsObject() throws Exception {
    writeAsStranger(pathOfFirst());
    assertThat(createdOfFirst()).isEqualTo(store.files(PLACE, 0).getFirst().modified());
  }

  @Test
  void aHeaderThatIsNoTimeIsAFailure() throws Exception {
    write(pathOfFirst(), Map.of("litestream-timestamp", "yesterday"), content(1));
    assertThatThrownBy(this::createdOfFirst)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its litestream-timestamp is no time");
  }

  private static String pathOfFirst() {
    return PLACE.path() + "/0000/0000000000000001-0000000000000001.ltx";
  }

  private Long createdOfFirst() throws IOException {
    return requireNonNull(store.created(PLACE, new TransactionFile(0, 1, 1, 1, 0)));
  }

  @Test
  void everyRequestIsCounted() throws Exception {
    put("copies/a", "a");
    assertThat(store.requests()).isEqualTo(1);
    assertThat(paths("copies")).hasSize(1);
    assertThat(store.requests()).isEqualTo(2);
    assertThat(got("copies/a")).hasSize(1);
    store.delete("copies/a");
    assertThat(store.requests()).isEqualTo(4);
  }

  @Test
  void aPrefixOfItsOwnKeepsReplicasApart() throws Exception {
    put("copies/a", "a");
    S3Address beside = S3Address.parse(gateway.url(prefix + "-beside").substring("s3://".length()));
    try (ReplicaStore other =
        new S3ReplicaStore(beside, VersityGateway.CREDENTIALS, S3Limits.DEFAULT)) {
      assertThat(other.list("copies")).isEmpty();
    }
  }
}
