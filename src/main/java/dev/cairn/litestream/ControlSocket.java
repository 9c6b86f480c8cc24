package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.backup.ReplicatorException;
import dev.cairn.backup.ReplicatorException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speaks HTTP/1.0 with a process over its socket, one connection for each request: the oldest form
 * is the one in which an answer ends where the connection does. Any thread; a call blocks its own.
 */
final class ControlSocket {

  private static final System.Logger LOG = System.getLogger(ControlSocket.class.getName());

  /** Longest path of a socket, in bytes, that every system takes. */
  static final int MAX_PATH_BYTES = 107;

  /** Longest answer, with its head. */
  static final int MAX_ANSWER_BYTES = 65_536;

  private static final int BUFFER_BYTES = 4096;
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})\\b[^\r]*");

  private final UnixDomainSocketAddress address;
  private final ScheduledExecutorService timer;

  /**
   * @param timer closes connections whose time is up
   */
  ControlSocket(Path path, ScheduledExecutorService timer) {
    this.address = UnixDomainSocketAddress.of(path);
    this.timer = timer;
  }

  /**
   * What a process answers.
   *
   * @param status of HTTP
   * @param members of the JSON object, as text
   */
  record Answer(int status, Map<String, String> members) {

    /** A member that says something; empty if it does not. */
    String text(String name) {
      return members.getOrDefault(name, "");
    }

    /** A member that is a whole number, from 0 on; -1 if it is not. */
    long number(String name) {
      String text = text(name);
      return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }
  }

  /** Asks for {@code target}. */
  Answer get(String target, Duration limit) throws ReplicatorException {
    return exchange("GET " + target + " HTTP/1.0\r\nHost: localhost" + END_OF_HEAD, limit);
  }

  /** Sends JSON to {@code target}. */
  Answer post(String target, String json, Duration limit) throws ReplicatorException {
    return exchange(
        "POST "
            + target
            + " HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + json.getBytes(UTF_8).length
            + END_OF_HEAD
            + json,
        limit);
  }

  /**
   * @throws ReplicatorException UNKNOWN if no whole answer came in time, or if nobody takes the
   *     call: a process that is being stopped takes none, and still copies
   */
  private Answer exchange(String request, Duration limit) throws ReplicatorException {
    try (SocketChannel channel = open()) {
      ScheduledFuture<?> deadline =
          timer.schedule(() -> close(channel), limit.toNanos(), TimeUnit.NANOSECONDS);
      try {
        connect(channel);
        ByteBuffer toSend = ByteBuffer.wrap(request.getBytes(UTF_8));
        while (toSend.hasRemaining()) {
          channel.write(toSend);
        }
        return answer(receive(channel));
      } finally {
        deadline.cancel(false);
      }
    } catch (RejectedExecutionException e) {
      throw new ReplicatorException(Kind.UNKNOWN, "Litestream is being stopped", e);
    } catch (IOException e) {
      throw new ReplicatorException(
          Kind.UNKNOWN, "Litestream gave no whole answer within " + limit.toMillis() + " ms", e);
    }
  }

  private static SocketChannel open() throws ReplicatorException {
    try {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
    } catch (IOException e) {
      throw new ReplicatorException(Kind.UNKNOWN, "No socket for Litestream can be made", e);
    }
  }

  private void connect(SocketChannel channel) throws ReplicatorException {
    try {
      channel.connect(address);
    } catch (IOException e) {
      throw new ReplicatorException(Kind.UNKNOWN, "Litestream takes no calls", e);
    }
  }

  /** Ends whatever its thread does with the channel. */
  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A connection to Litestream did not close.", e);
    }
  }

  private static byte[] receive(SocketChannel channel) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (channel.read(buffer) >= 0) {
      received.write(buffer.array(), 0, buffer.position());
      buffer.clear();
      if (received.size() > MAX_ANSWER_BYTES) {
        throw new IOException("an answer longer than " + MAX_ANSWER_BYTES + " bytes");
      }
    }
    return received.toByteArray();
  }

  private static Answer answer(byte[] received) throws IOException {
    String text = new String(received, UTF_8);
    Matcher status = STATUS_LINE.matcher(text);
    int end = text.indexOf(END_OF_HEAD);
    if (!status.lookingAt() || end < 0) {
      throw new IOException("no answer of HTTP");
    }
    return new Answer(
        Integer.parseInt(status.group(1)),
        FlatJson.read(text.substring(end + END_OF_HEAD.length())));
  }
}
