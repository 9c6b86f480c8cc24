package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out while the service is open to whoever reaches it on loopback: a page of
 * another site names itself in {@code Origin} or {@code Sec-Fetch-Site}, and one that had its own
 * name resolved to this machine still sends that name as {@code Host}.
 */
final class LoopbackGuard {

  private LoopbackGuard() {}

  /**
   * Lets a request through or not.
   *
   * @param target what it asks for; a link on another site may lead to a document
   * @throws CairnException {@link ErrorCode#FOREIGN_ORIGIN}
   */
  static void check(HttpServerRequest request, RawTarget target) {
    if (!isLoopback(request.getHeader("Host"))
        || (target.authority() != null && !isLoopback(target.authority()))) {
      throw foreign(
          "The Host header must be localhost, 127.0.0.1 or [::1] while the service has no keys.");
    }
    String origin = request.getHeader("Origin");
    if (origin != null && !isLoopbackOrigin(origin)) {
      throw foreign("The Origin header must be of this machine while the service has no keys.");
    }
    if (!target.isDocument() && "cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
      throw foreign("Pages of other sites may not call the service while it has no keys.");
    }
  }

  private static boolean isLoopbackOrigin(String origin) {
    int scheme = origin.indexOf("://");
    return scheme > 0 && isLoopback(origin.substring(scheme + 3));
  }

  /** Whether a host, with or without a port, names this machine whatever resolves names. */
  static boolean isLoopback(@Nullable String hostAndPort) {
    if (hostAndPort == null) {
      return false;
    }
    int colon = hostAndPort.lastIndexOf(':');
    boolean hasPort = colon > hostAndPort.lastIndexOf(']');
    if (hasPort && !isPort(hostAndPort, colon + 1)) {
      return false;
    }
    String host = hasPort ? hostAndPort.substring(0, colon) : hostAndPort;
    return host.equals("[::1]")
        || host.toLowerCase(Locale.ROOT).equals("localhost")
        || isLoopbackAddress(host);
  }

  private static boolean isPort(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** 127.0.0.0/8, written as four decimal numbers. */
  private static boolean isLoopbackAddress(String host) {
    if (!host.startsWith("127.")) {
      return false;
    }
    String[] parts = host.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> isDigit((char) c))) {
        return false;
      }
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static CairnException foreign(String detail) {
    return new CairnException(ErrorCode.FOREIGN_ORIGIN, detail);
  }
}
