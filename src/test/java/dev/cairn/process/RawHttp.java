package dev.cairn.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sends bytes to a server as they are, since real clients refuse to send bad requests, and reads
 * the answer.
 */
final class RawHttp {

  private static final int PATIENCE_MILLIS = 30_000;

  /** Chunks of 32 KiB that make a body several times larger than any may be. */
  private static final int FAR_TOO_MANY = 4096;

  private final URI base;

  RawHttp(URI base) {
    this.base = base;
  }

  /** An answer: its status and everything the server sent. */
  record Answer(int status, String head, String body) {}

  /** A request with a body of bytes and a right length. */
  Answer send(String method, String target, String contentType, byte[] body) {
    String head =
        method
            + " "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + (contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n")
            + (body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n")
            + "\r\n";
    return exchange(head, body);
  }

  /** Whatever the caller makes up. */
  Answer exchange(String head, byte[] body) {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      try {
        socket.getOutputStream().write(body);
      } catch (IOException e) {
        // The server may answer and close before it has read a body that it refuses.
      }
      return parse(readAll(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(head, e);
    }
  }

  /** Sends everything at once, be it one request or many, and reads until the server closes. */
  String converse(String requests) {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(requests.getBytes(ISO_8859_1));
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        // Closed with a reset, as is fair when there is more than was read.
        return "";
      }
    } catch (IOException e) {
      throw new UncheckedIOException(requests, e);
    }
  }

  /** Sends chunks of a JSON string until the server answers, or far too many of them. */
  Answer endless(String head) {
    byte[] chunk = ("8000\r\n" + "\"".repeat(0x8000) + "\r\n").getBytes(ISO_8859_1);
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(head.getBytes(ISO_8859_1));
      try {
        for (int i = 0; i < FAR_TOO_MANY && socket.getInputStream().available() == 0; i++) {
          socket.getOutputStream().write(chunk);
        }
      } catch (IOException e) {
        // The server has answered and closed.
      }
      return parse(readAll(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(head, e);
    }
  }

  /** Does something while many connections have sent a part of a head and nothing more. */
  void whileHalfOpen(int connections, String part, Runnable action) {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < connections; i++) {
        Socket socket = new Socket(base.getHost(), base.getPort());
        sockets.add(socket);
        socket.getOutputStream().write(part.getBytes(ISO_8859_1));
      }
      action.run();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(part, e);
    }
  }

  private static String readAll(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        if (isWhole(out.toString(UTF_8))) {
          break;
        }
      }
    } catch (SocketTimeoutException e) {
      throw new IOException("no whole answer, only: " + out.toString(UTF_8), e);
    } catch (IOException e) {
      // A reset after the answer: what came before it counts.
    }
    return out.toString(UTF_8);
  }

  private static boolean isWhole(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String head = answer.substring(0, end).toLowerCase(Locale.ROOT);
    int at = head.indexOf("content-length: ");
    if (at < 0) {
      return false;
    }
    String length = head.substring(at + 16).lines().findFirst().orElseThrow().strip();
    return answer.substring(end + 4).getBytes(UTF_8).length >= Integer.parseInt(length);
  }

  private static Answer parse(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IllegalStateException("no answer: " + answer);
    }
    return new Answer(
        Integer.parseInt(answer.substring(9, 12)),
        answer.substring(0, end),
        answer.substring(end + 4));
  }
}
