package dev.cairn.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The answer to a request that is a stream of server-sent events, until its client goes or the
 * service stops. Its writer looks whether it is full before it writes more than a word. On its
 * event loop only; nothing here blocks it.
 */
final class EventStream {

  /** The media type. */
  static final String MEDIA_TYPE = "text/event-stream";

  /** Between two signs of life, in milliseconds. */
  static final long SIGN_MILLIS = 15_000;

  /** How long a client waits before it connects again, in milliseconds. */
  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] NOTHING = ": \n\n".getBytes(StandardCharsets.US_ASCII);

  private final RoutingContext context;
  private final HttpServerResponse response;
  private final OpenEnd end;
  private final CompletableFuture<Response> refusal = new CompletableFuture<>();

  /**
   * That of the request of the context; nothing is sent yet.
   *
   * @param atEnd called once, when it is over
   */
  EventStream(RoutingContext context, Departure departure, Runnable atEnd) {
    this.context = context;
    this.response = context.response();
    this.end = new OpenEnd(context, departure, this::leave, atEnd);
    EndWithConnection.watch(context);
  }

  /**
   * Failed if the stream is refused before it was opened; otherwise never completed, for the answer
   * is sent here.
   */
  CompletionStage<Response> refusal() {
    return refusal;
  }

  /**
   * Sends the head, unless it was sent.
   *
   * @param onSign called when a sign of life is due, and there is room for it
   */
  void open(Runnable onSign) {
    if (end.isOver() || response.headWritten()) {
      return;
    }
    response
        .setStatusCode(200)
        .setChunked(true)
        .putHeader("Content-Type", MEDIA_TYPE)
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
    write(RETRY);
    end.every(
        SIGN_MILLIS,
        () -> {
          if (!response.writeQueueFull()) {
            onSign.run();
          }
        });
    end.outlast();
  }

  boolean isOver() {
    return end.isOver();
  }

  /** Whether its client should take some of it before more is written. */
  boolean isFull() {
    return response.writeQueueFull();
  }

  /** Has something done once, when it is not full any more. */
  void onRoom(Runnable task) {
    response.drainHandler(_ -> task.run());
  }

  /** Writes events. */
  void write(byte[] bytes) {
    if (!response.closed() && !response.ended()) {
      var unused = response.write(Buffer.buffer(bytes));
    }
  }

  /** A sign of life that tells nothing. */
  void giveSign() {
    write(NOTHING);
  }

  /** Refuses it, or ends it with an event that tells why. */
  void fail(Throwable reason) {
    if (!response.headWritten()) {
      end.end();
      refusal.completeExceptionally(reason);
      return;
    }
    write(
        ChangeWire.problem(
            Problem.json(Problems.reasonFor(reason), null, RequestId.of(context.request()))));
    finish();
  }

  /** The service stops: the client is to go on elsewhere, or a little later. */
  private void leave() {
    write(RETRY);
    finish();
  }

  private void finish() {
    end.end();
    if (!response.closed() && !response.ended()) {
      var unused = response.end();
    }
  }
}
