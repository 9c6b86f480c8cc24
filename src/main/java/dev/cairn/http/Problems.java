package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests with problem documents, from the first filter as from the resources, so that
 * both answer alike. Any thread.
 */
@Singleton
final class Problems {

  /** How long what a client still sends of a refused body is thrown away, in milliseconds. */
  static final long LINGER_MILLIS = 1_000;

  /** Behind a refusal, a body that is declared to be longer ends its connection. */
  static final long MOST_THROWN_AWAY = 256 * 1024;

  private static final Logger LOG = Logger.getLogger(Problems.class);

  /** What a future failed with. */
  static Throwable cause(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }

  /** The reason to give for whatever a resource or the framework threw. */
  static CairnException reasonFor(Throwable thrown) {
    return thrown instanceof CairnException reason
        ? reason
        : new CairnException(
            ErrorCode.INTERNAL,
            "The request failed through a fault of the service; the log tells more under the"
                + " request id.",
            thrown);
  }

  /** Answers a request that no resource has seen. */
  void send(RoutingContext context, CairnException reason, Map<String, String> headers) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    String id = logged(context.request(), reason);
    response.setStatusCode(reason.code().status());
    response.putHeader("Content-Type", Problem.MEDIA_TYPE);
    headers.forEach(response::putHeader);
    if (reason.code().isPassing()) {
      response.putHeader("Retry-After", Problem.RETRY_AFTER_SECONDS);
    }
    byte[] body = Problem.json(reason, instance(context.request(), reason.code()), id);
    closeAfterTooMuch(context, reason.code());
    if (HttpMethod.HEAD.equals(context.request().method())) {
      response.putHeader("Content-Length", Integer.toString(body.length)).end();
    } else {
      response.end(Buffer.buffer(body));
    }
  }

  /**
   * Answers the last request of a connection that then closes. The response is never ended: behind
   * an ended one the server would go on to what the same bytes hold next, before it has closed.
   */
  void sendAsLast(RoutingContext context, CairnException reason) {
    HttpServerRequest request = context.request();
    byte[] body = Problem.json(reason, instance(request, reason.code()), RequestId.of(request));
    boolean bare = HttpMethod.HEAD.equals(request.method());
    request
        .response()
        .setStatusCode(reason.code().status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .putHeader("Content-Length", Integer.toString(body.length))
        .putHeader("Connection", "close")
        .write(bare ? Buffer.buffer() : Buffer.buffer(body))
        .onComplete(written -> request.connection().close());
  }

  /** The answer of a resource that threw. */
  Response response(RoutingContext context, CairnException reason) {
    String id = logged(context.request(), reason);
    Response.ResponseBuilder response =
        Response.status(reason.code().status()).header("Content-Type", Problem.MEDIA_TYPE);
    if (reason.code().isPassing()) {
      response.header("Retry-After", Problem.RETRY_AFTER_SECONDS);
    }
    closeAfterTooMuch(context, reason.code());
    byte[] body = Problem.json(reason, instance(context.request(), reason.code()), id);
    return HttpMethod.HEAD.equals(context.request().method())
        ? response.header("Content-Length", body.length).build()
        : response.entity(body).build();
  }

  /**
   * The rest of a body that nobody wants is neither kept nor read for long: the client is given a
   * moment to see the answer and to end what it sends, then the connection goes. Behind one that is
   * too large it goes in any case.
   */
  private static void closeAfterTooMuch(RoutingContext context, ErrorCode code) {
    HttpServerRequest request = context.request();
    if (request.isEnded()) {
      return;
    }
    boolean tooLarge = code.status() == 413 || isLong(request);
    if (tooLarge) {
      request.response().putHeader("Connection", "close");
    }
    context.addEndHandler(
        done -> {
          request.resume();
          context
              .vertx()
              .setTimer(
                  LINGER_MILLIS,
                  timer -> {
                    if (tooLarge || !request.isEnded()) {
                      request.connection().close();
                    }
                  });
        });
  }

  /** Whether what is still to come of a body is more than is thrown away, or may be. */
  private static boolean isLong(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && (length.length() > 9 || Long.parseLong(length) > MOST_THROWN_AWAY);
  }

  private static @Nullable String instance(HttpServerRequest request, ErrorCode code) {
    if (code == ErrorCode.INVALID_TARGET) {
      return null;
    }
    String uri = request.uri();
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /**
   * Has the log know what a request is told of in the midst of its answer, if the fault is ours.
   */
  static void log(HttpServerRequest request, CairnException reason) {
    logged(request, reason);
  }

  /** What the request is called, once the log knows it too if the fault is ours. */
  private static String logged(HttpServerRequest request, CairnException reason) {
    String id = RequestId.of(request);
    HttpServerResponse response = request.response();
    // Whose client has gone, that is ended or closed: what it could not be told is no fault.
    if (reason.code().status() == 500 && !response.closed() && !response.ended()) {
      Throwable cause = reason.getCause();
      LOG.errorf(
          cause == null ? reason : cause,
          "%s %s failed with %s, request id %s",
          request.method(),
          request.path(),
          reason.code().word(),
          id);
    }
    return id;
  }
}
