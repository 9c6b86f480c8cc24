package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Eventually;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that keeps its connection waiting is cut off, and nobody else has to wait for it. */
@QuarkusTest
@TestProfile(SlowClientsTest.WithShortLimits.class)
class SlowClientsTest {

  /** Runs the service with limits that a test can wait for. */
  public static final class WithShortLimits implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "cairn.http.connections", Integer.toString(MOST),
          "cairn.http.idle", "3s",
          "cairn.http.head", "1s",
          "cairn.http.stall", "1s",
          "cairn.http.pace", "100",
          "cairn.http.body", "4s",
          "cairn.limits.value-bytes", "16777216");
    }
  }

  private static final int MOST = 2_100;
  private static final int MANY = 2_000;

  /** A cut must come; this is only so that a test ends if it does not. */
  private static final int PATIENCE_MILLIS = 60_000;

  /** A megabyte each: more than what sockets hold. */
  private static final int EXPORTED_ENTRIES = 64;

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Set before the test.
  URI root;

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  ExportPermits permits;

  @BeforeEach
  void waitUntilConnectionsAreWatched() {
    Eventually.holds(
        "a slow head is cut off",
        () -> {
          try (Socket socket = connect()) {
            socket.setSoTimeout(5_000);
            send(socket, "G");
            return isEnd(socket);
          } catch (SocketTimeoutException e) {
            return false;
          } catch (IOException e) {
            return true;
          }
        });
  }

  @Test
  void aHeadThatComesByteByByteIsCutOff() throws Exception {
    try (Socket socket = connect()) {
      String head = "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + "x".repeat(10_000);
      assertThat(bytesUntilCut(socket, head, 100)).isLessThan(head.length());
    }
  }

  @Test
  void lineEndsBeforeARequestAreAHeadToo() throws Exception {
    try (Socket socket = connect()) {
      String ends = "\r\n".repeat(1_000);
      assertThat(bytesUntilCut(socket, ends, 100)).isLessThan(ends.length());
    }
  }

  @Test
  void aBodyThatComesByteByByteIsCutOff() throws Exception {
    try (Socket socket = connect()) {
      send(socket, put("slow-body", 10_000));
      String body = "\"" + "x".repeat(9_998) + "\"";
      assertThat(bytesUntilCut(socket, body, 100)).isLessThan(body.length());
    }
  }

  @Test
  void aBodyThatNeverEndsIsCutOffHoweverFastItComes() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "POST /v1/shards/slow-import/import HTTP/1.1\r\nHost: localhost\r\n");
      send(socket, "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunks = "a\r\n\n\n\n\n\n\n\n\n\n\n\r\n".repeat(10_000);
      assertThat(bytesUntilCut(socket, chunks, 5)).isLessThan(chunks.length());
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "GET /v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n");
      socket.setSoTimeout(PATIENCE_MILLIS);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 200").doesNotContain("Connection: close");
    }
  }

  @Test
  void aConnectionThatIsUsedInTimeStaysOpen() throws Exception {
    try (Socket socket = connect()) {
      for (int i = 0; i < 6; i++) {
        send(socket, "OPTIONS /v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(head(socket)).startsWith("HTTP/1.1 204");
        Thread.sleep(1_000);
      }
    }
  }

  @Test
  void anExportThatNobodyTakesIsCutOffAndGivesItsPermitBack() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      fill(client, "stalled");
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("localhost", root.getPort()));
        send(socket, "GET /v1/shards/stalled/export HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Eventually.holds("the export is under way", () -> permits.running() == 1);
        Eventually.holds("the export was given up", () -> permits.running() == 0);
      }
      HttpResponse<String> again =
          client.send(
              HttpRequest.newBuilder(root.resolve("/v1/shards/stalled/export")).build(),
              BodyHandlers.ofString());
      assertThat(again.statusCode()).isEqualTo(200);
      assertThat(again.body()).endsWith("\"entries\":" + EXPORTED_ENTRIES + "}\n");
    }
  }

  @Test
  void anExportEndsWithItsConnectionAlsoBeforeHalfOfAnotherRequest() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      fill(client, "left");
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("localhost", root.getPort()));
        send(socket, "GET /v1/shards/left/export HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Eventually.holds("the export is under way", () -> permits.running() == 1);
        send(socket, put("half", 10) + "1");
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        Eventually.holds("the export waits for its reader", SlowClientsTest::someoneWaits);
      }
      Eventually.holds("the export was given up", () -> permits.running() == 0);
    }
  }

  /** Whether a thread waits for room in the buffers of a connection. */
  private static boolean someoneWaits() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Stream::of)
        .anyMatch(frame -> frame.getMethodName().equals("awaitWriteable"));
  }

  @Test
  void thousandsOfSlowHeadsKeepNobodyOut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < MANY; i++) {
        Socket socket = connect();
        slow.add(socket);
        send(socket, "GET /v1/status HTTP/1.1\r\n");
      }
      HttpResponse<String> other =
          client.send(
              HttpRequest.newBuilder(root.resolve("/v1/status")).build(), BodyHandlers.ofString());
      assertThat(other.statusCode()).isEqualTo(200);
      for (Socket socket : slow) {
        socket.setSoTimeout(PATIENCE_MILLIS);
        assertThat(isEnd(socket)).isTrue();
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void moreConnectionsThanAreAllowedAreClosedAtOnce() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < MOST + 200; i++) {
        open.add(connect());
      }
      Socket last = open.getLast();
      last.setSoTimeout(1_500);
      // Idle ones are closed too, but only after twice that time.
      assertThat(isEnd(last)).isTrue();
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private Socket connect() throws IOException {
    return new Socket("localhost", root.getPort());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String put(String key, int length) {
    return "PUT /v1/shards/slow/namespaces/default/entries/"
        + key
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  /** Sends a text byte by byte, and tells how many bytes of it could be sent. */
  private static int bytesUntilCut(Socket socket, String text, long pauseMillis)
      throws InterruptedException {
    int sent = 0;
    try {
      socket.setSoTimeout(1);
      while (sent < text.length() && !isEnd(socket)) {
        send(socket, text.substring(sent, sent + 1));
        sent++;
        Thread.sleep(pauseMillis);
      }
    } catch (IOException e) {
      return sent;
    }
    return sent;
  }

  /** Whether the other side has closed, within the time limit of the socket. */
  private static boolean isEnd(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private static String head(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).isNotNegative();
      head.append((char) next);
    }
    return head.toString();
  }

  private void fill(HttpClient client, String shard) throws Exception {
    String value = "\"" + "x".repeat(1_000_000) + "\"";
    for (int i = 0; i < EXPORTED_ENTRIES; i++) {
      URI entry = root.resolve("/v1/shards/" + shard + "/namespaces/default/entries/" + i);
      HttpRequest put =
          HttpRequest.newBuilder(entry)
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString(value))
              .build();
      assertThat(client.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }
  }
}
