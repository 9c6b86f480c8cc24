package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages out while the service is open to whoever reaches it on loopback: a page of
 * another site names itself in {@code Origin} or {@code Sec-Fetch-Site}, and one that had its own
 * name resolved to this machine still sends that name as {@code Host}.
 */
final class LoopbackGuard {

  private static final CharSequence SEC_FETCH_SITE = HttpHeaders.createOptimized("Sec-Fetch-Site");

  private LoopbackGuard() {}

  /**
   * Lets a request through or not.
   *
   * @param target what it asks for; a link on another site may lead to a document
   * @throws CairnException {@link ErrorCode#FOREIGN_ORIGIN}
   */
  static void check(HttpServerRequest request, RawTarget target) {
    if (!isLoopback(request.getHeader(HttpHeaders.HOST))
        || (target.authority() != null && !isLoopback(target.authority()))) {
      throw foreign(
          "The Host header must be localhost, 127.0.0.1 or [::1] while the service has no keys.");
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin != null && !isLoopbackOrigin(origin)) {
      throw foreign("The Origin header must be of this machine while the service has no keys.");
    }
    if (!target.isDocument() && "cross-site".equals(request.getHeader(SEC_FETCH_SITE))) {
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
    int end = hasPort ? colon : hostAndPort.length();
    return (!hasPort || isPort(hostAndPort, colon + 1))
        && (isLoopbackAddress(hostAndPort, end)
            || isName(hostAndPort, end, "localhost")
            || isName(hostAndPort, end, "[::1]"));
  }

  private static boolean isName(String text, int end, String name) {
    return end == name.length() && text.regionMatches(true, 0, name, 0, end);
  }

  private static boolean isPort(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** 127.0.0.0/8, written as four decimal numbers of up to three digits. */
  private static boolean isLoopbackAddress(String text, int end) {
    if (!text.startsWith("127.")) {
      return false;
    }
    int numbers = 1;
    int digits = 0;
    int number = 0;
    for (int i = "127.".length(); i < end; i++) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        digits++;
        number = number * 10 + c - '0';
        if (digits > 3 || number > 255) {
          return false;
        }
      } else if (c == '.' && digits > 0) {
        numbers++;
        digits = 0;
        number = 0;
      } else {
        return false;
      }
    }
    return numbers == 3 && digits > 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static CairnException foreign(String detail) {
    return new CairnException(ErrorCode.FOREIGN_ORIGIN, detail);
  }
}
