package dev.cairn.replica;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cairn.backup.EpochName;
import dev.cairn.backup.ReplicaPlace;
import dev.cairn.backup.ReplicaStore;
import dev.cairn.backup.ReplicaStore.TransactionFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;

/** An object store that is away, hangs, refuses, or breaks off. */
class S3TroubleTest {

  private static final ReplicaPlace PLACE = new ReplicaPlace("a", new EpochName(1, 1));

  /** Far longer than the limits, on a busy machine too. */
  private static final Duration GENEROUS = Duration.ofSeconds(50);

  private static final S3Limits SHORT =
      new S3Limits(
          Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(3), 32 << 20, 2);

  private final Path directory;
  private final Path file;

  S3TroubleTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.file = Files.writeString(directory.resolve("file"), "content");
  }

  private static ReplicaStore open(String url, Map<String, String> credentials) {
    return new S3ReplicaStore(S3Address.parse(url.substring("s3://".length())), credentials, SHORT);
  }

  private static ReplicaStore open(VersityGateway gateway) {
    return open(gateway.url("r"), VersityGateway.CREDENTIALS);
  }

  private static ReplicaStore open(BrokenStore broken) {
    return open(broken.url(), VersityGateway.CREDENTIALS);
  }

  /** Every call that asks the store something, under the name that its failure must have. */
  private Map<String, ThrowingCallable> calls(ReplicaStore store) {
    TransactionFile first = new TransactionFile(0, 1, 1, 1, 1);
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("list shards/a", () -> store.epochs("a"));
    calls.put("list shards", () -> store.forEachShard(shard -> {}));
    calls.put("list shards/a/" + PLACE.epoch() + "/0000", () -> store.files(PLACE, 0));
    calls.put("look at shards/a/", () -> store.created(PLACE, first));
    calls.put("delete shards/a/", () -> store.delete(PLACE, first));
    calls.put("list shards/a/" + PLACE.epoch(), () -> store.deleteEpoch(PLACE));
    calls.put("list copies", () -> store.list("copies"));
    calls.put("put copies/a", () -> store.put("copies/a", file));
    calls.put("get copies/a", () -> store.get("copies/a", directory.resolve("got")));
    calls.put("delete copies/a", () -> store.delete("copies/a"));
    return calls;
  }

  @Test
  void aServerThatIsAwayIsSaidToBe() {
    try (VersityGateway gateway = VersityGateway.start(directory);
        ReplicaStore store = open(gateway)) {
      gateway.kill();
      calls(store)
          .forEach(
              (name, call) ->
                  assertThatThrownBy(call)
                      .isInstanceOf(IOException.class)
                      .hasMessageContaining("can't " + name)
                      .hasMessageContaining("bucket replicas at " + gateway.endpoint())
                      .hasMessageContaining("it can't be reached"));
      assertThat(directory.resolve("got")).doesNotExist();
    }
  }

  @Test
  void aServerThatComesBackIsUsedAgain() throws Exception {
    try (VersityGateway gateway = VersityGateway.start(directory);
        ReplicaStore store = open(gateway)) {
      store.put("copies/a", file);
      gateway.kill();
      assertThatThrownBy(() -> store.list("copies")).isInstanceOf(IOException.class);
      gateway.startAgain();
      assertThat(store.list("copies")).hasSize(1);
    }
  }

  @Test
  void aServerThatHangsHoldsNoCallLongerThanItsLimit() throws Exception {
    try (VersityGateway gateway = VersityGateway.start(directory);
        ReplicaStore store = open(gateway)) {
      store.put("kept/a", file);
      gateway.pause();
      calls(store)
          .forEach(
              (name, call) ->
                  assertThatThrownBy(() -> assertTimeoutPreemptively(GENEROUS, call::call))
                      .isInstanceOf(IOException.class)
                      .hasMessageContaining("can't " + name)
                      .hasMessageContaining("it did not answer in time"));
      gateway.resume();
      // Calls that change something may be carried out now; none of them is about this one.
      assertThat(store.list("kept")).hasSize(1);
    }
  }

  @Test
  void aPutIntoAServerThatHangsEndsAtItsLimitAndLeavesNothing() throws Exception {
    // More than the buffers between the two take, so that the put hangs while it writes.
    Path large = Files.write(directory.resolve("large"), new byte[64 << 20]);
    try (VersityGateway gateway = VersityGateway.start(directory);
        ReplicaStore store = open(gateway)) {
      gateway.pause();
      assertThatThrownBy(
              () -> assertTimeoutPreemptively(GENEROUS, () -> store.put("copies/large", large)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("it did not answer in time");
      gateway.resume();
      assertThat(store.list("copies")).isEmpty();
    }
  }

  @Test
  void wrongCredentialsAreSaidToBeAndNotSaid() throws Exception {
    String secret = "a-secret-that-nobody-may-see";
    Map<String, String> wrong =
        Map.of("AWS_ACCESS_KEY_ID", "test-key", "AWS_SECRET_ACCESS_KEY", secret);
    Map<String, String> unknown =
        Map.of("AWS_ACCESS_KEY_ID", "unknown-key", "AWS_SECRET_ACCESS_KEY", secret);
    try (VersityGateway gateway = VersityGateway.start(directory)) {
      for (Map<String, String> credentials : List.of(wrong, unknown)) {
        try (ReplicaStore store = open(gateway.url("r"), credentials)) {
          calls(store)
              .forEach(
                  (name, call) ->
                      assertThatThrownBy(call)
                          .isInstanceOf(IOException.class)
                          .hasMessageContaining("can't " + name)
                          .hasMessageContaining("credentials")
                          .satisfies(
                              e -> assertThat(everythingIn(e)).doesNotContain(secret, "test-key")));
          assertThatThrownBy(() -> store.list("copies"))
              .hasMessageContaining("it refused the credentials")
              .hasMessageContaining("check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
      }
    }
  }

  private static String everythingIn(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void aBucketThatIsNotThereIsNamed() {
    try (VersityGateway gateway = VersityGateway.start(directory);
        ReplicaStore store =
            open("s3://absent/r?endpoint=" + gateway.endpoint(), VersityGateway.CREDENTIALS)) {
      calls(store)
          .forEach(
              (name, call) ->
                  assertThatThrownBy(call)
                      .isInstanceOf(IOException.class)
                      .hasMessageContaining("can't " + name)
                      .hasMessageContaining("bucket absent at " + gateway.endpoint())
                      .hasMessageContaining("there is no such bucket; make it"));
    }
  }

  @Test
  void aServerThatIsBusyIsAskedAFewTimesOnly() {
    try (BrokenStore broken = BrokenStore.answering(503, "SlowDown");
        ReplicaStore store = open(broken)) {
      assertThatThrownBy(() -> store.list("copies"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("it answered 503 SlowDown; try again later");
      assertThat(store.requests()).isEqualTo(SHORT.attempts());
      assertThat(broken.requests()).hasSize(SHORT.attempts());
    }
  }

  @Test
  void aRefusalWithoutAWordIsAFailureAndNotAnAbsence() {
    try (BrokenStore broken = BrokenStore.answering(403, "AccessDenied");
        ReplicaStore store = open(broken)) {
      calls(store)
          .forEach(
              (name, call) ->
                  assertThatThrownBy(call)
                      .isInstanceOf(IOException.class)
                      .hasMessageContaining("can't " + name)
                      .hasMessageContaining("it answered 403")
                      .hasMessageContaining("must allow to list, read, write and delete"));
    }
  }

  @Test
  void aDeletionThatIsRefusedForOneObjectIsAFailureAndTheRestIsKept() {
    String full = "r/" + PLACE.path() + "/0009/0000000000000001-0000000000000009.ltx";
    String fine = "r/" + PLACE.path() + "/0000/0000000000000002-0000000000000002.ltx";
    try (BrokenStore broken = BrokenStore.keeping(full, fine);
        ReplicaStore store = open(broken)) {
      assertThatThrownBy(() -> store.deleteEpoch(PLACE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("it kept 1 objects, " + full + " because of AccessDenied");
      assertThat(broken.requests())
          .anySatisfy(request -> assertThat(request).contains("<Key>" + full + "</Key>"))
          .noneSatisfy(request -> assertThat(request).contains("<Key>" + fine));
    }
  }

  @Test
  void anObjectThatEndsTooEarlyIsNotTakenForWhole() {
    try (BrokenStore broken = BrokenStore.endingEarly();
        ReplicaStore store = open(broken)) {
      assertThatThrownBy(() -> store.get("copies/a", directory.resolve("got")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("can't get copies/a: the connection to it broke");
      assertThat(directory.resolve("got")).doesNotExist();
    }
  }

  @Test
  void anObjectThatStallsHoldsNoCallLongerThanItsLimit() {
    try (BrokenStore broken = BrokenStore.stalling();
        ReplicaStore store = open(broken)) {
      assertThatThrownBy(
              () ->
                  assertTimeoutPreemptively(
                      GENEROUS, () -> store.get("copies/a", directory.resolve("got"))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("can't get copies/a: it did not answer in time");
      assertThat(directory.resolve("got")).doesNotExist();
    }
  }

  @Test
  void aServerThatSpeaksNoEncryptionIsSaidTo() {
    try (VersityGateway gateway = VersityGateway.start(directory);
        ReplicaStore store =
            open(gateway.url("r").replace("http://", "https://"), VersityGateway.CREDENTIALS)) {
      assertThatThrownBy(() -> store.list("copies"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no encrypted connection to it");
    }
  }

  @Test
  void missingCredentialsAreAskedFor() {
    S3Faults faults = new S3Faults(S3Address.parse("bucket"));
    SdkClientException none =
        SdkClientException.create("Unable to load credentials from any of the providers");
    assertThat(faults.of("list", "copies", none))
        .hasMessage(
            "The object store, bucket bucket: can't list copies: there are no credentials; set"
                + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the service's environment");
  }

  @Test
  void aFileTooLargeForOneRequestIsRefusedBeforeAnythingIsSent() throws Exception {
    Path sparse = directory.resolve("sparse");
    try (FileChannel channel =
        FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("x".getBytes(UTF_8)), 5L << 30);
    }
    try (BrokenStore broken = BrokenStore.answering(200, "Ok");
        ReplicaStore store = open(broken)) {
      assertThatThrownBy(() -> store.put("copies/a", sparse))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("can't put copies/a: more than 5 GiB do not fit into one request");
      assertThat(broken.requests()).isEmpty();
    }
  }
}
