package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.Violation;
import dev.cairn.security.Access;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges the head of a request that is let in to a route: what it says of its body, its query
 * parameters, and the key that its sender may have given it. Any thread.
 */
final class RequestHead {

  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized(IdempotencyKeys.NAME);

  private final Limits limits;

  RequestHead(Limits limits) {
    this.limits = limits;
  }

  /**
   * Checks it against what the route takes.
   *
   * @param shard that the path names, null if it names none
   * @return the request as one that is to be carried out once; null if it is like any other
   * @throws CairnException if it is refused
   */
  @Nullable OnceRequest check(
      HttpServerRequest request,
      Route route,
      RawTarget target,
      @Nullable ShardId shard,
      Access access) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null) {
      throw new CairnException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Bodies with a Content-Encoding are not taken; send the body as it is.",
          List.of(new Violation("Content-Encoding", "must not be sent")));
    }
    OnceRequest once = null;
    if (!isRead(request) && request.getHeader(IDEMPOTENCY_KEY) != null) {
      once = once(request, route, target, shard, access);
    }
    checkBody(request, route);
    route.checkQuery(target.uri(), target.queryStart());
    return once;
  }

  private static @Nullable OnceRequest once(
      HttpServerRequest request,
      Route route,
      RawTarget target,
      @Nullable ShardId shard,
      Access access) {
    return switch (route.onRepeat()) {
      case ONCE ->
          new OnceRequest(
              request,
              target.uri(),
              Objects.requireNonNull(shard, "a route of a shard"),
              access.caller(),
              IdempotencyKeys.read(request.headers().getAll(IDEMPOTENCY_KEY)));
      case IGNORED -> null;
      case REFUSED ->
          throw new CairnException(
              ErrorCode.INVALID_PARAMETER,
              "The header Idempotency-Key can't be used here: this request is not one unit of"
                  + " writing to a shard. Send it without, and look at what became of it before"
                  + " you repeat it.",
              List.of(new Violation(IdempotencyKeys.NAME, "can't be used here")));
    };
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
