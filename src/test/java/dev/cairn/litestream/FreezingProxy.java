package dev.cairn.litestream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server of HTTP, and can let a request wait for ever, with its
 * connection open, while all others pass. Any thread.
 */
final class FreezingProxy implements AutoCloseable {

  private static final int BUFFER_BYTES = 65_536;

  private final ServerSocket server;
  private final URI target;
  private final List<Socket> sockets = new ArrayList<>();
  private final AtomicInteger frozen = new AtomicInteger();

  /** Requests that match wait for ever. */
  private volatile @Nullable Pattern freezing;

  FreezingProxy(URI target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** From now on requests that have that in their head wait; none do if it is null. */
  void freeze(@Nullable Pattern head) {
    freezing = head;
  }

  /** How many requests wait. */
  int frozen() {
    return frozen.get();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket client = keep(server.accept());
        Socket upstream = keep(new Socket(target.getHost(), target.getPort()));
        Thread.ofVirtual().start(() -> pass(client, upstream, true));
        Thread.ofVirtual().start(() -> pass(upstream, client, false));
      } catch (IOException e) {
        // The test is over, or the server is away: the client finds that out.
      }
    }
  }

  private Socket keep(Socket socket) {
    synchronized (sockets) {
      sockets.add(socket);
    }
    return socket;
  }

  private void pass(Socket from, Socket to, boolean mayFreeze) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        Pattern head = freezing;
        if (mayFreeze
            && head != null
            && head.matcher(new String(buffer, 0, length, ISO_8859_1)).find()) {
          frozen.incrementAndGet();
          // Until the client goes away, whatever it says.
          in.transferTo(OutputStream.nullOutputStream());
          return;
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // One end has gone; so does the other.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    synchronized (sockets) {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
