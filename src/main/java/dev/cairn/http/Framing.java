package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Violation;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request whose head two servers could read differently: one of them would take for a
 * body what the other takes for the next request. What contradicts itself in its lengths never gets
 * here; the decoder refuses it.
 */
final class Framing {

  private Framing() {}

  /**
   * What is wrong with the head of a request: a second {@code Host}, a transfer coding other than
   * one {@code chunked}, or a version of HTTP that there is not. Its connection must be closed
   * after the answer, since where the next request begins is not known.
   *
   * @return null if nothing is
   */
  static @Nullable CairnException ambiguity(HttpServerRequest request) {
    if (request.version() == null) {
      return new CairnException(
          ErrorCode.INVALID_PARAMETER, "The request must be in HTTP/1.1 or HTTP/1.0.");
    }
    if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      return refusal("Host", "may be sent only once");
    }
    if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
        && !isChunked(request.headers().getAll(HttpHeaders.TRANSFER_ENCODING))) {
      return refusal("Transfer-Encoding", "may only be chunked");
    }
    return null;
  }

  private static boolean isChunked(List<String> lines) {
    return lines.size() == 1 && lines.getFirst().equalsIgnoreCase("chunked");
  }

  private static CairnException refusal(String header, String reason) {
    return new CairnException(
        ErrorCode.INVALID_PARAMETER,
        "The header " + header + " " + reason + ".",
        List.of(new Violation(header, reason)));
  }
}
