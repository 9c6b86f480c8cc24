package dev.cairn.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is kept for many requests, whatever they are, and opened anew once the server
 * has closed it. One thread.
 */
final class Wire implements AutoCloseable {

  /** Longer than this an answer never takes, on the slowest machine. */
  static final int PATIENCE_MILLIS = 20_000;

  private final URI base;
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  Wire(URI base) {
    this.base = base;
  }

  /** An answer; names of headers in lower case. */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /**
   * Sends a request that says how long it is, and reads the answer.
   *
   * @throws IOException if there is no whole answer in time
   */
  Answer exchange(byte[] request, boolean answerHasBody) throws IOException {
    if (socket == null) {
      open();
    }
    Socket open = java.util.Objects.requireNonNull(socket);
    try {
      open.getOutputStream().write(request);
    } catch (IOException e) {
      // The server may answer and close before it has read a body that it refuses.
    }
    try {
      Answer answer = read(answerHasBody);
      while (answer.status() < 200) {
        answer = read(answerHasBody);
      }
      // The bare refusals of heads that are too long end the connection without a word of it.
      boolean bare = answer.status() == 414 || answer.status() == 431;
      if (bare || answer.header("connection").equalsIgnoreCase("close")) {
        close();
      }
      return answer;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /**
   * Sends bytes that may be anything on a connection of their own, ends it, and reads what comes
   * until the server closes it too.
   *
   * @throws SocketTimeoutException if it does not
   */
  static String converse(URI base, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        // Closed with a reset, as is fair when there is more than was read.
        return "";
      }
    }
  }

  private void open() throws IOException {
    Socket opened = new Socket(base.getHost(), base.getPort());
    opened.setTcpNoDelay(true);
    opened.setSoTimeout(PATIENCE_MILLIS);
    socket = opened;
    in = new BufferedInputStream(opened.getInputStream());
  }

  private Answer read(boolean hasBody) throws IOException {
    String first = line();
    if (!first.matches("HTTP/1\\.[01] [1-9][0-9][0-9]( .*)?")) {
      throw new IOException("no status line: " + first);
    }
    int status = Integer.parseInt(first.substring(9, 12));
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    boolean none = !hasBody || status < 200 || status == 204 || status == 304;
    return new Answer(status, headers, none ? new byte[0] : body(headers));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = chunk(); size > 0; size = chunk()) {
        body.write(exactly(size));
        line();
      }
      line();
      return body.toByteArray();
    }
    String length = headers.get("content-length");
    return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("only " + bytes.length + " of " + size + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed in the middle of: " + line.toString(ISO_8859_1));
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
