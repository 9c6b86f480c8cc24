package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A body that is still coming when its request is refused is neither kept nor read for long. */
@QuarkusTest
@TestProfile(WithKeys.class)
class RefusedBodiesTest {

  private static final int PATIENCE_MILLIS = 60_000;

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init") // Set before the test.
  URI root;

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Keys keys;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private String reader;

  @BeforeEach
  void makeKeys() {
    String admin = KeyCalls.bearer(keys, "*", Role.ADMIN);
    assertThat(admin).startsWith("Bearer ");
    reader = KeyCalls.bearer(keys, "t-*", Role.READ);
  }

  @Test
  void theConnectionOfAnUnknownCallerIsClosedWhateverHeSends() throws Exception {
    assertCutOff("Authorization: Bearer nothing\r\nContent-Length: 1000000000\r\n", "401");
    assertCutOff("Transfer-Encoding: chunked\r\n", "401");
  }

  @Test
  void theConnectionOfACallerWhoMayNotIsClosedWhateverHeSends() throws Exception {
    assertCutOff("Authorization: " + reader + "\r\nContent-Length: 30000000\r\n", "403");
    assertCutOff("Authorization: " + reader + "\r\nTransfer-Encoding: chunked\r\n", "403");
  }

  @Test
  void aShortBodyKeepsItsConnection() throws Exception {
    try (Socket socket = connect()) {
      for (int i = 0; i < 3; i++) {
        send(socket, head("Content-Length: 100000\r\n") + "1".repeat(100_000));
        assertThat(answer(socket)).startsWith("HTTP/1.1 401").doesNotContain("Connection: close");
      }
    }
  }

  private void assertCutOff(String headers, String status) throws IOException {
    try (Socket socket = connect()) {
      send(socket, head(headers));
      assertThat(answer(socket)).startsWith("HTTP/1.1 " + status);
      String chunk = "1000\r\n" + "1".repeat(0x1000) + "\r\n";
      long sent = 0;
      try {
        // No more than a second's worth goes nowhere.
        for (; sent < 1L << 40; sent += chunk.length()) {
          send(socket, chunk);
        }
      } catch (IOException closed) {
        return;
      }
      throw new AssertionError("A terabyte was taken");
    }
  }

  private static String head(String headers) {
    return "PUT /v1/shards/t-refused/namespaces/default/entries/a HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: application/json\r\n"
        + headers
        + "\r\n";
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("localhost", root.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads one answer with a declared length. */
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after " + head);
      }
      head.append((char) next);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
            .findFirst()
            .orElseThrow();
    in.readNBytes(length);
    return head.toString();
  }
}
