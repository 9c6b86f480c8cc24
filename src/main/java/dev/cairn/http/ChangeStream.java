package dev.cairn.http;

import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends a feed as server-sent events until the client goes or the service stops. No more than a
 * page waits for a client that reads slowly, and one that does not read at all is cut off as any
 * other is. On its event loop only; nothing here blocks it.
 */
final class ChangeStream implements ChangeTail.Sink {

  /** The media type. */
  static final String MEDIA_TYPE = "text/event-stream";

  /** Between two signs of life, in milliseconds. */
  static final long SIGN_MILLIS = 15_000;

  /** How long a client waits before it connects again, in milliseconds. */
  private static final String RETRY = "retry: 1000\n\n";

  private final RoutingContext context;
  private final HttpServerResponse response;
  private final Departure departure;
  private final Runnable atDeparture;
  private final ChangeTail tail;
  private final CompletableFuture<Response> refusal = new CompletableFuture<>();
  private long timer = -1;
  private boolean over;

  /** The place that the client knows of, and the one that was read to. */
  private @Nullable ChangePosition told;

  private @Nullable ChangePosition reached;

  private ChangeStream(
      RoutingContext context, Departure departure, Function<ChangeTail.Sink, ChangeTail> tail) {
    this.context = context;
    this.response = context.response();
    this.departure = departure;
    this.tail = tail.apply(this);
    Context loop = context.vertx().getOrCreateContext();
    this.atDeparture = () -> loop.runOnContext(_ -> leave());
  }

  /**
   * Begins.
   *
   * @param tail makes the tail that is followed
   * @return failed if the stream is refused before its first event; otherwise never completed, for
   *     the answer is sent here
   */
  static CompletionStage<Response> begin(
      RoutingContext context, Departure departure, Function<ChangeTail.Sink, ChangeTail> tail) {
    ChangeStream stream = new ChangeStream(context, departure, tail);
    context.addEndHandler(_ -> stream.end());
    EndWithConnection.watch(context);
    stream.tail.start();
    return stream.refusal;
  }

  @Override
  public boolean take(ChangePage page) {
    if (!response.headWritten()) {
      open();
    }
    if (over) {
      return false;
    }
    reached = page.reached();
    if (!page.changes().isEmpty()) {
      told = page.reached();
      write(ChangeWire.events(page));
    }
    if (response.writeQueueFull()) {
      response.drainHandler(_ -> tail.goOn());
      return false;
    }
    return true;
  }

  private void open() {
    response
        .setStatusCode(200)
        .setChunked(true)
        .putHeader("Content-Type", MEDIA_TYPE)
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
    write(RETRY.getBytes(StandardCharsets.US_ASCII));
    Vertx vertx = context.vertx();
    timer = vertx.setPeriodic(SIGN_MILLIS, _ -> giveSign());
    departure.atBegin(atDeparture);
  }

  /** Tells the place, if there was nothing on the way to it that was asked for. */
  private void giveSign() {
    ChangePosition place = reached;
    if (response.writeQueueFull()) {
      return;
    }
    if (place == null || place.equals(told)) {
      write(": \n\n".getBytes(StandardCharsets.US_ASCII));
    } else {
      told = place;
      write(("id: " + place + "\n\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void write(byte[] bytes) {
    if (!response.closed() && !response.ended()) {
      var unused = response.write(Buffer.buffer(bytes));
    }
  }

  @Override
  public void fail(Throwable reason) {
    if (!response.headWritten()) {
      end();
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
    if (!over) {
      write(RETRY.getBytes(StandardCharsets.US_ASCII));
      finish();
    }
  }

  private void finish() {
    end();
    if (!response.closed() && !response.ended()) {
      var unused = response.end();
    }
  }

  private void end() {
    over = true;
    tail.close();
    departure.forget(atDeparture);
    if (timer >= 0) {
      context.vertx().cancelTimer(timer);
    }
  }
}
