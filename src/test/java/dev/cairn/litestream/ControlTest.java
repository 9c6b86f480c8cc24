package dev.cairn.litestream;

import static dev.cairn.litestream.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.backup.Replicator.Registration;
import dev.cairn.backup.ReplicatorException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the answers of a process mean. */
class ControlTest {

  private static final Path FILE = Path.of("/data/shards/00/a \"b\".sqlite");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Secrets secrets =
      new Secrets(
          new LitestreamSettings("x", Path.of("x"), "s3://x", 1, Map.of("KEY", "hidden-key")),
          Map.of());

  private final AtomicLong now = new AtomicLong();
  private final CompactionWatch watch = new CompactionWatch(now::get);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it before the test begins.
  private Path directory;

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({"registered, REGISTERED", "already_registered, ALREADY_REGISTERED"})
  void aRegistrationIsWhatItSays(String status, Registration expected) throws Exception {
    try (FakeProcess process = answering(200, "{\"status\":\"" + status + "\",\"path\":\"x\"}")) {
      assertThat(control().register(FILE, "s3://b/p?x=\"", LIMIT)).isEqualTo(expected);

      assertThat(process.requests())
          .singleElement()
          .asString()
          .startsWith("POST /register HTTP/1.0\r\n")
          .endsWith(
              "\r\n\r\n{\"path\":\"/data/shards/00/a \\\"b\\\".sqlite\","
                  + "\"replica_url\":\"s3://b/p?x=\\\"\"}");
    }
  }

  @Test
  void aSyncTellsTheLastTransactionInTheReplica() throws Exception {
    try (FakeProcess process =
        answering(
            200, "{\"status\":\"synced\",\"path\":\"x\",\"txid\":41,\"replicated_txid\":42}")) {
      assertThat(control().sync(FILE, Duration.ofMillis(2900))).isEqualTo(42);

      assertThat(process.requests())
          .singleElement()
          .asString()
          .startsWith("POST /sync HTTP/1.0\r\n")
          .endsWith("\"wait\":true,\"timeout\":2}");
    }
  }

  @Test
  void aLimitOfLessThanASecondIsOneToTheProcess() throws Exception {
    try (FakeProcess process =
        answering(200, "{\"status\":\"unregistered\",\"path\":\"x\",\"txid\":1}")) {
      control().unregister(FILE, Duration.ofMillis(1));

      assertThat(process.requests()).singleElement().asString().endsWith(",\"timeout\":1}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {\"error\":\"database not found\"} | LOST",
        "409 | {\"error\":\"database not open\"} | LOST",
        "500 | {\"error\":\"sync: open ltx file: no such file\"} | LOST",
        "500 | {\"error\":\"context deadline exceeded\"} | FAILING",
        "500 | {\"error\":\"NoSuchBucket\"} | FAILING",
        "200 | {\"status\":\"synced\",\"txid\":9,\"replicated_txid\":8} | FAILING",
        "200 | {\"status\":\"synced\",\"txid\":9} | UNKNOWN",
        "200 | {\"status\":\"synced\",\"txid\":0,\"replicated_txid\":0} | UNKNOWN",
        "200 | {\"status\":\"synced\",\"txid\":9,\"replicated_txid\":9 | UNKNOWN",
        "404 | 404 page not found | UNKNOWN",
        "500 | {} | UNKNOWN",
      })
  void aFailedSyncIsOfItsKind(int status, String body, Kind expected) throws Exception {
    try (FakeProcess process = answering(status, body)) {
      assertThat(failure(() -> control().sync(FILE, LIMIT)).kind()).isEqualTo(expected);
      assertThat(process.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"error\":\"invalid replica url\"} | FAILING",
        "500 | {\"error\":\"failed to register database\"} | FAILING",
        "200 | {\"status\":\"something else\"} | UNKNOWN",
        "200 | [] | UNKNOWN",
      })
  void aFailedRegistrationIsOfItsKind(int status, String body, Kind expected) throws Exception {
    try (FakeProcess process = answering(status, body)) {
      assertThat(failure(() -> control().register(FILE, "s3://b", LIMIT)).kind())
          .isEqualTo(expected);
      assertThat(process.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 | {\"error\":\"failed to unregister database: timeout\"} | FAILING",
        "200 | {\"status\":\"registered\"} | UNKNOWN",
      })
  void aFailedUnregistrationIsOfItsKind(int status, String body, Kind expected) throws Exception {
    try (FakeProcess process = answering(status, body)) {
      assertThat(failure(() -> control().unregister(FILE, LIMIT)).kind()).isEqualTo(expected);
      assertThat(process.requests()).hasSize(1);
    }
  }

  @Test
  void aRefusalTellsTheFileAndTheReasonButNoSecret() throws Exception {
    try (FakeProcess process = answering(500, "{\"error\":\"key hidden-key is wrong\"}")) {
      assertThat(failure(() -> control().sync(FILE, LIMIT)))
          .hasMessage("Litestream refused to sync a \"b\".sqlite: key *** is wrong");
      assertThat(process.requests()).hasSize(1);
    }
  }

  @Test
  void whereNobodyListensSomebodyMayStillCopy() {
    assertThat(failure(() -> control().sync(FILE, LIMIT)).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void noAnswerInTimeLeavesItOpen() throws Exception {
    try (FakeProcess process = FakeProcess.hanging(socket())) {
      assertThat(failure(() -> control().sync(FILE, Duration.ofMillis(1))).kind())
          .isEqualTo(Kind.UNKNOWN);
      assertThat(process.requests()).isEmpty();
    }
  }

  @Test
  void anAnswerWithoutAnEndIsNotReadForEver() throws Exception {
    try (FakeProcess process =
        answering(200, "x".repeat(ControlSocket.MAX_ANSWER_BYTES + 10_000))) {
      assertThat(failure(() -> control().sync(FILE, LIMIT)).kind()).isEqualTo(Kind.UNKNOWN);
      assertThat(process.requests()).hasSize(1);
    }
  }

  @Test
  void onlyTheProcessItselfAnswersForIt() throws Exception {
    try (FakeProcess process = answering(200, "{\"version\":\"0.5.18\",\"pid\":7}")) {
      assertThat(control().isAnsweredBy(7, LIMIT)).isTrue();
      assertThat(control().isAnsweredBy(8, LIMIT)).isFalse();
      assertThat(process.requests()).hasSize(2).allMatch(r -> r.startsWith("GET /info "));
    }
    assertThat(control().isAnsweredBy(7, LIMIT)).isFalse();
  }

  private FakeProcess answering(int status, String body) throws IOException {
    return FakeProcess.answering(socket(), FakeProcess.http(status, body));
  }

  private Control control() {
    return new Control(new ControlSocket(socket(), timer), secrets, watch);
  }

  private Path socket() {
    return directory.resolve("s");
  }
}
