package dev.cairn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.cairn.Eventually;
import dev.cairn.TestCertificates;
import dev.cairn.security.Keys;
import dev.cairn.security.Role;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The port for clients with TLS, and clients that show certificates or don't. */
@QuarkusTest
@TestProfile(WithTls.class)
class TlsTest {

  private static final Path DIRECTORY = WithTls.directory();

  @TestHTTPResource(value = "/", tls = true)
  @SuppressWarnings("NullAway.Init") // Set before the test.
  URI url;

  @Inject
  @SuppressWarnings("NullAway.Init") // Set before the test.
  Keys keys;

  private final TestCertificates ours = TestCertificates.of(DIRECTORY, "ours");
  private final TestCertificates others = TestCertificates.of(DIRECTORY, "others");

  private SSLSocket connect(SSLContext context, String... protocols) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", url.getPort());
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return socket;
  }

  /** The status of an answer. */
  private static int get(Socket socket, @Nullable String authorization) throws IOException {
    String head =
        "GET /v1/shards HTTP/1.1\r\nHost: localhost\r\n"
            + (authorization == null ? "" : "Authorization: " + authorization + "\r\n")
            + "\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    String text = new String(line, StandardCharsets.US_ASCII);
    if (!text.startsWith("HTTP/1.1 ")) {
      throw new IOException("no answer: '" + text + "'");
    }
    // What is left of it: all of it has arrived with its first bytes, or soon after.
    while (socket.getInputStream().available() == 0) {
      Thread.onSpinWait();
    }
    while (socket.getInputStream().available() > 0) {
      socket.getInputStream().skipNBytes(socket.getInputStream().available());
    }
    return Integer.parseInt(text.substring(9));
  }

  @Test
  void aCertificateIsNeededBesidesTheKeyAndNotInPlaceOfIt() throws IOException {
    String key = KeyCalls.bearer(keys, "*", Role.ADMIN);
    for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
      try (SSLSocket socket = connect(ours.client(ours, "client"), protocol)) {
        assertThat(get(socket, key)).isEqualTo(200);
        assertThat(get(socket, null)).isEqualTo(401);
      }
    }
  }

  @Test
  void whoShowsNoneOrOneOfAnotherAuthorityIsNotHeard() {
    for (SSLContext context :
        new SSLContext[] {ours.client(ours, null), ours.client(others, "client")}) {
      // With TLS 1.3 the client learns of it when it reads.
      assertThatIOException()
          .isThrownBy(
              () -> {
                try (SSLSocket socket = connect(context)) {
                  get(socket, null);
                }
              });
    }
  }

  @Test
  void theServiceIsNotTrustedByOthers() {
    assertThatIOException().isThrownBy(() -> connect(others.client(ours, "client")).close());
  }

  @Test
  void olderProtocolsAndPlainHttpAreRefused() {
    assertThatIOException()
        .isThrownBy(() -> connect(ours.client(ours, "client"), "TLSv1.1").close());
    assertThatIOException()
        .isThrownBy(
            () -> {
              try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
                socket.setSoTimeout(20_000);
                get(socket, null);
              }
            });
  }

  @Test
  void aNewCertificateIsShownWithoutARestartAndConnectionsGoOn() throws IOException {
    String key = KeyCalls.bearer(keys, "*", Role.ADMIN);
    SSLContext client = ours.client(ours, "client");
    ours.write("first", DIRECTORY.resolve("service.pem"), DIRECTORY.resolve("service.key"));
    Eventually.holds("the first is shown", () -> shown(client).equals("CN=first"));
    try (SSLSocket old = connect(client)) {
      assertThat(get(old, key)).isEqualTo(200);
      ours.write("second", DIRECTORY.resolve("service.pem"), DIRECTORY.resolve("service.key"));
      Eventually.holds("the second is shown", () -> shown(client).equals("CN=second"));
      assertThat(get(old, key)).isEqualTo(200);
    }
  }

  private String shown(SSLContext client) {
    try (SSLSocket socket = connect(client)) {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    } catch (IOException _) {
      return "nothing: the files don't fit one another now";
    }
  }
}
