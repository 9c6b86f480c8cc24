package dev.cairn.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One kept connection to a server on this machine, with as little of its own in a request's time as
 * can be. One thread.
 */
final class ClientConnection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;

  ClientConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  /** A request without a body, as it goes over the wire. */
  static byte[] get(String path) {
    return get(path, null);
  }

  /** The same, with a key if there is one. */
  static byte[] get(String path, @Nullable String key) {
    String authorization = key == null ? "" : "Authorization: Bearer " + key + "\r\n";
    return ascii("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + authorization + "\r\n");
  }

  /** A request with a JSON body in ASCII, as it goes over the wire. */
  static byte[] put(String path, String body) {
    return withBody("PUT ", path, body);
  }

  /** As {@link #put}, with POST. */
  static byte[] post(String path, String body) {
    return withBody("POST ", path, body);
  }

  private static byte[] withBody(String method, String path, String body) {
    return ascii(
        method
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Sends a request and reads its answer to the end.
   *
   * @return the status
   */
  int send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    String statusLine = line();
    long length = 0;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
      }
    }
    in.skipNBytes(length);
    return Integer.parseInt(statusLine.substring(9, 12));
  }

  /**
   * Sends a request that must succeed.
   *
   * @return the nanoseconds it took
   */
  long time(byte[] request) throws IOException {
    long begun = System.nanoTime();
    int status = send(request);
    long taken = System.nanoTime() - begun;
    if (status / 100 != 2) {
      throw new IllegalStateException(
          new String(request, StandardCharsets.US_ASCII) + " was answered " + status);
    }
    return taken;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server ended the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
