package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a process of Litestream: takes one connection after the other, keeps each request, and
 * gives the same answer to all. One test thread.
 */
final class FakeProcess implements AutoCloseable {

  /** Bytes that every request of these tests fits into. */
  private static final int MAX_REQUEST_BYTES = 4096;

  private final ServerSocketChannel server;

  /** Takes the calls; of one that never answers, none does. */
  private @Nullable Thread thread;

  private final List<String> requests = new ArrayList<>();

  private FakeProcess(ServerSocketChannel server) {
    this.server = server;
  }

  /** One that answers with this text. */
  static FakeProcess answering(Path socket, String answer) throws IOException {
    FakeProcess process = listening(socket);
    process.thread = Thread.ofPlatform().daemon().start(() -> process.serve(answer));
    return process;
  }

  /** One that takes calls and never answers. */
  static FakeProcess hanging(Path socket) throws IOException {
    return listening(socket);
  }

  private static FakeProcess listening(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    return new FakeProcess(server);
  }

  /** An answer as it goes over the wire. */
  static String http(int status, String body) {
    return "HTTP/1.0 " + status + " Any Reason\r\nContent-Type: application/json\r\n\r\n" + body;
  }

  /** The requests so far. */
  List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  private void serve(String answer) {
    while (server.isOpen()) {
      try (SocketChannel caller = server.accept()) {
        String request = read(caller);
        synchronized (requests) {
          requests.add(request);
        }
        ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
          caller.write(bytes);
        }
      } catch (IOException e) {
        // The caller has hung up, or the test is over.
      }
    }
  }

  /** Reads until the body is as long as the head says. */
  private static String read(SocketChannel caller) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_REQUEST_BYTES);
    String text = "";
    while (!isWhole(text) && caller.read(buffer) >= 0) {
      text = new String(buffer.array(), 0, buffer.position(), UTF_8);
    }
    return text;
  }

  private static boolean isWhole(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String length = text.replaceAll("(?s).*Content-Length: (\\d+)\r\n.*", "$1");
    int body = length.equals(text) ? 0 : Integer.parseInt(length);
    return text.substring(end + 4).getBytes(UTF_8).length >= body;
  }

  /** The socket is gone for certain only when nobody waits for a call on it any more. */
  @Override
  public void close() throws IOException {
    server.close();
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
