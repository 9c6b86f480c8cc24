package dev.cairn;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** What tests need that start servers of others on this machine. Any thread. */
public final class LocalServers {

  private static final long START_SECONDS = 60;

  private LocalServers() {}

  /** A port that nobody had a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until it takes connections; false if it has ended. */
  public static boolean answers(Process process, int port) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() - end < 0) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return process.isAlive();
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
    return false;
  }
}
