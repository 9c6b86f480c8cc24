package dev.cairn.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Names the address that could not be listened on. Errors tell the reason, but not which of our
 * addresses they are about.
 */
final class ListenFailure {

  /**
   * How the errors of epoll begin when it can't listen; those of the portable transport have a
   * type.
   */
  private static final String EPOLL = "bind(";

  /** What is listened on: the setting of each port, and that of its host. */
  private static final Map<String, String> ADDRESSES =
      Map.of("cairn.port", "cairn.host", "cairn.management-port", "cairn.management-host");

  private ListenFailure() {}

  /**
   * Tries to listen on each address of the settings, for a moment.
   *
   * @param root what went wrong at the root of a failed start
   * @return the address with its setting and the reason; null if that is not what went wrong, or
   *     does not any more
   */
  static @Nullable String reason(Throwable root, Config config) {
    String message = root.getMessage();
    boolean listening =
        root instanceof SocketException || (message != null && message.startsWith(EPOLL));
    if (!listening) {
      return null;
    }
    for (Map.Entry<String, String> address : ADDRESSES.entrySet()) {
      String key = address.getKey();
      String host = config.getOptionalValue(address.getValue(), String.class).orElse("127.0.0.1");
      Optional<Integer> port = config.getOptionalValue(key, Integer.class);
      if (port.isPresent()) {
        String reason = refusal(host, port.get());
        if (reason != null) {
          return host + ":" + port.get() + " (" + key + ") can't be listened on: " + reason;
        }
      }
    }
    return null;
  }

  private static @Nullable String refusal(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
      return null;
    } catch (IOException refused) {
      return refused.getMessage();
    }
  }
}
