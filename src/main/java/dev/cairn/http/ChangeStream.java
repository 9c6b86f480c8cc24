package dev.cairn.http;

import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends a feed as server-sent events. No more than a page waits for a client that reads slowly, and
 * one that does not read at all is cut off as any other is. On its event loop only; nothing here
 * blocks it.
 */
final class ChangeStream implements ChangeTail.Sink {

  private final EventStream events;
  private final ChangeTail tail;

  /** The place that the client knows of, and the one that was read to. */
  private @Nullable ChangePosition told;

  private @Nullable ChangePosition reached;

  private ChangeStream(
      RoutingContext context, Departure departure, Function<ChangeTail.Sink, ChangeTail> tail) {
    this.tail = tail.apply(this);
    this.events = new EventStream(context, departure, this.tail::close);
  }

  /**
   * Begins.
   *
   * @param tail makes the tail that is followed
   * @return as {@link EventStream#refusal}
   */
  static CompletionStage<Response> begin(
      RoutingContext context, Departure departure, Function<ChangeTail.Sink, ChangeTail> tail) {
    ChangeStream stream = new ChangeStream(context, departure, tail);
    stream.tail.start();
    return stream.events.refusal();
  }

  @Override
  public boolean take(ChangePage page) {
    events.open(this::giveSign);
    if (events.isOver()) {
      return false;
    }
    reached = page.reached();
    if (!page.changes().isEmpty()) {
      told = page.reached();
      events.write(ChangeWire.events(page));
    }
    if (events.isFull()) {
      events.onRoom(tail::goOn);
      return false;
    }
    return true;
  }

  /** Tells the place, if there was nothing on the way to it that was asked for. */
  private void giveSign() {
    ChangePosition place = reached;
    if (place == null || place.equals(told)) {
      events.giveSign();
    } else {
      told = place;
      events.write(("id: " + place + "\n\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Override
  public void fail(Throwable reason) {
    events.fail(reason);
  }
}
