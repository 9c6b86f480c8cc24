package dev.cairn.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A request on a connection of its own, whose client may go away at any time. */
final class WireCall implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;

  /** Connects and sends these bytes, which need not be a whole request. */
  WireCall(URI service, String text) throws IOException {
    socket = new Socket(service.getHost(), service.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** A whole request with a body of JSON. */
  static WireCall post(URI service, String path, String body) throws IOException {
    return new WireCall(
        service,
        "POST "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  /** Waits for the status of the answer. */
  int status() throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 512);
    String line = reader.readLine();
    if (line == null) {
      throw new IOException("The connection was closed without an answer");
    }
    return Integer.parseInt(line.split(" ", -1)[1]);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
