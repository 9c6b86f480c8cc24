package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class HealthCommandTest {

  private static final String READY = "GET /q/health/ready";
  private static final String UP = "{\"status\":\"UP\",\"checks\":[]}";
  private static final String DOWN =
      "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"data\",\"status\":\"DOWN\",\"data\":{\"reason\":\"no\\n"
          + "room\",\"free\":7}},{\"name\":\"other\",\"status\":\"DOWN\"},"
          + "{\"name\":\"shards\",\"status\":\"UP\",\"data\":{\"open\":1}}]}";

  @Test
  void aServerThatIsReadyIsExitCodeZero() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer(READY, 200, UP);
      Run run = health(server);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).isEqualTo("The server is ready.\n");
      assertThat(server.credentials()).containsExactly("");
    }
  }

  @Test
  void eachCheckThatIsDownHasALineWithItsData() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer(READY, 503, DOWN);
      Run run = health(server);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEqualTo("data is down: reason=no room, free=7\nother is down\n");
    }
  }

  @Test
  void theOtherTwoChecksAreAskedForByName() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer("GET /q/health/live", 200, UP);
      server.answer("GET /q/health/started", 503, "{\"status\":\"DOWN\",\"checks\":[]}");
      assertThat(health(server, "--live").out()).isEqualTo("The server is live.\n");
      Run started = health(server, "--started");
      assertThat(started.exitCode()).isEqualTo(1);
      assertThat(started.out()).isEqualTo("The server is not started.\n");
      assertThat(health(server, "--started", "--live").exitCode()).isEqualTo(2);
    }
  }

  @Test
  void theSettingsSayWhereTheServerIs() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer(READY, 200, UP);
      Run run =
          Run.of(
              surroundings -> new HealthCommand(surroundings, (config, data) -> server.url()), "");
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
  }

  @Test
  void aSettingThatCanNotBeUsedIsExitCodeTwo() {
    Run run =
        Run.of(
            surroundings ->
                new HealthCommand(
                    surroundings,
                    (config, data) -> {
                      throw new IOException("the port is none");
                    }),
            "");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("the port is none");
  }

  @Test
  void whatIsNotCairnIsExitCodeOne() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer(READY, 200, "<html>");
      assertThat(health(server).exitCode()).isEqualTo(1);
      server.answer(READY, 404, "{\"code\":\"no-such-resource\"}");
      Run run = health(server);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("HTTP 404");
      server.answer(READY, 200, "\"" + "x".repeat(2_000_000) + "\"");
      assertThat(health(server).exitCode()).isNotZero();
    }
  }

  @Test
  void nobodyListeningIsExitCodeThree() throws Exception {
    FakeServer server = new FakeServer();
    server.close();
    Run run = health(server);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("nothing answers there");
  }

  @Test
  void aServerThatNeverAnswersIsGivenUpInTime() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave((exchange, ordinary) -> hang(exchange));
      assertGivesUp(server);
    }
  }

  @Test
  void aServerThatNeverEndsItsAnswerIsGivenUpInTime() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.misbehave(
          (exchange, ordinary) -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            hang(exchange);
          });
      assertGivesUp(server);
    }
  }

  private static void assertGivesUp(FakeServer server) {
    long begin = System.nanoTime();
    Run run = health(server, "--timeout=0.3s");
    long took = System.nanoTime() - begin;
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("does not answer within 300 ms");
    assertThat(took).isLessThan(TimeUnit.SECONDS.toNanos(10));
  }

  /** Longer than the test waits, unless the server is closed. */
  private static void hang(HttpExchange exchange) {
    try {
      TimeUnit.SECONDS.sleep(12);
    } catch (InterruptedException e) {
      exchange.close();
    }
  }

  @Test
  void waitingEndsWhenTheServerIsReady() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer(READY, 200, UP);
      server.misbehave(FakeServer.Fault.answer(503, DOWN), FakeServer.Fault.answer(502, "<html>"));
      Waited waited = waiting(server.url(), "--wait=30s");
      assertThat(waited.exitCode()).as(waited.err()).isZero();
      assertThat(waited.out()).isEqualTo("The server is ready.\n");
      assertThat(waited.time()).isEqualTo(HealthCommand.POLL.multipliedBy(2));
    }
  }

  @Test
  void waitingEndsWhenTheTimeIsOverWithWhatCameLast() throws Exception {
    try (FakeServer server = new FakeServer()) {
      server.answer(READY, 503, DOWN);
      Waited waited = waiting(server.url(), "--wait=2s");
      assertThat(waited.exitCode()).isEqualTo(1);
      assertThat(waited.out()).startsWith("data is down");
      assertThat(waited.time()).isLessThanOrEqualTo(Duration.ofSeconds(2));
      assertThat(server.requests()).hasSizeGreaterThan(4);
    }
    FakeServer gone = new FakeServer();
    gone.close();
    assertThat(waiting(gone.url(), "--wait=PT2S").exitCode()).isEqualTo(3);
  }

  @Test
  void durationsOutOfRangeAreExitCodeTwo() throws Exception {
    try (FakeServer server = new FakeServer()) {
      for (String wrong : new String[] {"0s", "-1s", "25h", "soon", "5"}) {
        assertThat(health(server, "--wait=" + wrong).exitCode()).as(wrong).isEqualTo(2);
        assertThat(health(server, "--timeout=" + wrong).exitCode()).as(wrong).isEqualTo(2);
      }
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void anAddressThatIsNoneIsExitCodeTwo() throws Exception {
    Run run =
        Run.of(
            surroundings -> new HealthCommand(surroundings, (config, data) -> URI.create("")),
            "",
            "--management=nowhere");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  private static Run health(FakeServer server, String... options) {
    String[] all = new String[options.length + 1];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--management=" + server.url() + "/";
    return Run.of(
        surroundings ->
            new HealthCommand(
                surroundings,
                (config, data) -> {
                  throw new IOException("the settings are not to be asked");
                }),
        "",
        all);
  }

  /** How a command ended whose time goes on only while it pauses. */
  private record Waited(int exitCode, String out, String err, Duration time) {}

  private static Waited waiting(URI server, String... options) {
    AtomicLong time = new AtomicLong();
    Surroundings surroundings =
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            false,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            time::get,
            pause -> time.addAndGet(pause.toNanos()),
            Map.of());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new HealthCommand(surroundings, (config, data) -> server))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(options);
    return new Waited(exitCode, out.toString(), err.toString(), Duration.ofNanos(time.get()));
  }
}
