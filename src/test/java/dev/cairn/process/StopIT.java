package dev.cairn.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM ends the service in order: acknowledged writes are there afterwards, clients get answers
 * or refusals they can understand, the exit code is 0. {@code -Dcairn.stops} sets how often it is
 * stopped under load, {@code -Dcairn.seed} repeats a run.
 */
class StopIT {

  private static final int STOPS = Integer.getInteger("cairn.stops", 3);

  /** A stop without anything that takes long; the drain of 10 s is not used up. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  /** What the service waits for requests under way by default. */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private static final String ENTRY = "/v1/shards/a/namespaces/default/entries/k";

  @Test
  void everyAcknowledgedWriteOutlivesAStopAndEveryClientIsTold(@TempDir Path directory)
      throws Exception {
    Path data = directory.resolve("data");
    long seed = Long.getLong("cairn.seed", System.nanoTime());
    System.out.println("StopIT: seed " + seed);
    StoppedWriters writers = new StoppedWriters(seed);
    for (int round = 0; round < STOPS; round++) {
      String when = "in round " + round + ", seed " + seed;
      try (CairnProcess cairn = CairnProcess.serve(data);
          Client client = new Client(cairn.awaitUrl())) {
        writers.verify(client, when);
        writers.start(cairn.awaitUrl(), round);
        long begin = System.nanoTime();
        assertThat(cairn.stop()).as("%s: %s", when, cairn.output()).isZero();
        assertThat(System.nanoTime() - begin).as(when).isLessThan(GRACE.toNanos());
        writers.await(when);
        assertThat(cairn.output()).as(when).doesNotContain("ERROR", "WARN  de.ca.ap.Leaving");
      }
    }
    try (CairnProcess cairn = CairnProcess.serve(data);
        Client client = new Client(cairn.awaitUrl())) {
      writers.verify(client, "in the end, seed " + seed);
      assertThat(cairn.interrupt()).as(cairn.output()).isZero();
    }
  }

  @Test
  void whatIsUnderWayIsAnsweredWhileOthersAreRefused(@TempDir Path directory) throws Exception {
    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("data"));
        Socket slow = new Socket(cairn.awaitUrl().getHost(), cairn.awaitUrl().getPort());
        Client client = new Client(cairn.awaitUrl())) {
      slow.setSoTimeout(Wire.PATIENCE_MILLIS);
      write(slow, "PUT " + ENTRY + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 6\r\n\r\n");
      write(slow, "\"ab");
      assertThat(client.get(ENTRY).statusCode()).isEqualTo(404);
      CompletableFuture<Integer> stopped = CompletableFuture.supplyAsync(cairn::stop);

      await(() -> refused(cairn.awaitUrl()));
      write(slow, "cd\"");
      assertThat(new String(slow.getInputStream().readNBytes(12), ISO_8859_1))
          .isEqualTo("HTTP/1.1 201");
      assertThat(stopped.get(GRACE.toSeconds(), TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void streamsAndWaitsForChangesHoldNoStopUp(@TempDir Path directory) throws Exception {
    String changes = "GET /v1/shards/a/changes?since=now%s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n";
    try (CairnProcess cairn = CairnProcess.serve(directory.resolve("data"));
        Socket stream = new Socket(cairn.awaitUrl().getHost(), cairn.awaitUrl().getPort());
        Socket waiting = new Socket(cairn.awaitUrl().getHost(), cairn.awaitUrl().getPort());
        Client client = new Client(cairn.awaitUrl())) {
      stream.setSoTimeout(Wire.PATIENCE_MILLIS);
      waiting.setSoTimeout(Wire.PATIENCE_MILLIS);
      assertThat(client.send("PUT", ENTRY, "1").statusCode()).isEqualTo(201);
      write(stream, changes.formatted("", "Accept: text/event-stream\r\n"));
      assertThat(new String(stream.getInputStream().readNBytes(12), ISO_8859_1))
          .isEqualTo("HTTP/1.1 200");
      write(waiting, changes.formatted("&wait=PT1M", ""));
      // It is taken before the stop: the next request of another client is answered after it.
      assertThat(client.get(ENTRY).statusCode()).isEqualTo(200);

      long begun = System.nanoTime();
      assertThat(cairn.stop()).as(cairn.output()).isZero();

      assertThat(System.nanoTime() - begun).isLessThan(DRAIN.toNanos());
      String last = new String(stream.getInputStream().readAllBytes(), UTF_8);
      assertThat(last).endsWith("retry: 1000\n\n\r\n0\r\n\r\n");
      String page = new String(waiting.getInputStream().readAllBytes(), UTF_8);
      assertThat(page)
          .satisfiesAnyOf(
              text -> assertThat(text).contains("{\"items\":[],\"revision\":1}"),
              text -> assertThat(text).contains("shutting-down"));
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  /** Whether a request is refused, in a way that a client can understand. */
  private static boolean refused(URI url) {
    try (Wire wire = new Wire(url)) {
      Wire.Answer answer = wire.exchange(StoppedWriters.request("GET", ENTRY, ""), true);
      if (answer.status() != 503) {
        return false;
      }
      StoppedWriters.assertCleanRefusal(answer, "while another request is under way");
      return true;
    } catch (IOException e) {
      throw new IllegalStateException("The service left before everything was answered.", e);
    }
  }

  @Test
  void readinessGoesOffBeforeRequestsAreRefused(@TempDir Path directory) throws Exception {
    Map<String, String> environment = Map.of("CAIRN_STOP_PAUSE", "3s");
    try (CairnProcess cairn = CairnProcess.serve(environment, directory.resolve("data"));
        Client client = new Client(cairn.awaitUrl());
        Client management = new Client(cairn.awaitManagementUrl())) {
      String address = "--management=" + cairn.awaitManagementUrl();
      assertHealth(0, "The server is ready.", address, "--wait=60s");
      CompletableFuture<Integer> stopped = CompletableFuture.supplyAsync(cairn::stop);

      await(() -> management.get("/q/health/ready").statusCode() == 503);
      HttpResponse<String> put = client.send("PUT", ENTRY, "1");
      assertThat(management.get("/q/health/ready").body()).contains("The service is stopping.");
      assertThat(management.get("/q/health/live").statusCode()).isEqualTo(200);
      assertThat(put.statusCode()).isEqualTo(201);
      assertThat(stopped.get(30, TimeUnit.SECONDS)).isZero();
      assertHealth(3, "nothing answers there", address);
    }
  }

  private static void assertHealth(int exitCode, String said, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "health";
    System.arraycopy(options, 0, arguments, 1, options.length);
    try (CairnProcess health = CairnProcess.start(arguments)) {
      assertThat(health.awaitExit(120)).as(health.output()).isEqualTo(exitCode);
      assertThat(health.output()).contains(said);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}
