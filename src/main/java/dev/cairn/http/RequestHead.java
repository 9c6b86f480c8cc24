package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.Violation;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;

/**
 * Judges the head of a request that is let in to a route: what it says of its body, and its query
 * parameters. Any thread.
 */
final class RequestHead {

  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("Idempotency-Key");

  private final Limits limits;

  RequestHead(Limits limits) {
    this.limits = limits;
  }

  /**
   * Checks it against what the route takes.
   *
   * @throws CairnException if it is refused
   */
  void check(HttpServerRequest request, Route route, RawTarget target) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null) {
      throw new CairnException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Bodies with a Content-Encoding are not taken; send the body as it is.",
          List.of(new Violation("Content-Encoding", "must not be sent")));
    }
    if (!isRead(request) && request.getHeader(IDEMPOTENCY_KEY) != null) {
      throw new CairnException(
          ErrorCode.INVALID_PARAMETER,
          "The header Idempotency-Key is not supported yet; use If-Match or If-None-Match to make"
              + " a repeated write safe.",
          List.of(new Violation("Idempotency-Key", "is not supported yet")));
    }
    checkBody(request, route);
    route.checkQuery(target.uri(), target.queryStart());
  }

  private static boolean isRead(HttpServerRequest request) {
    return HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
  }

  private void checkBody(HttpServerRequest request, Route route) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean chunked = request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    if (length == null && !chunked) {
      return;
    }
    long most = BodyLimit.most(limits, route.consumes().contains(ShardFileResource.SQLITE));
    if (length != null && declared(length) > most) {
      throw new CairnException(
          ErrorCode.BODY_TOO_LARGE,
          "The body is declared to have more than the " + most + " bytes allowed.",
          List.of(),
          Map.of("limit", most),
          null);
    }
    if (chunked || !"0".equals(length)) {
      route.checkMediaType(request.getHeader(HttpHeaders.CONTENT_TYPE));
    }
  }

  private static long declared(String length) {
    try {
      return Long.parseLong(length);
    } catch (NumberFormatException beyondLong) {
      return Long.MAX_VALUE;
    }
  }
}
