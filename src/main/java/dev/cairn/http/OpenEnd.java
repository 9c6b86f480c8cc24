package dev.cairn.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a request that waits or goes on: its answer, its client's going, or the stop of the
 * service. What was set up for it is undone then, once. On its event loop only.
 */
final class OpenEnd {

  private final Vertx vertx;
  private final Departure departure;
  private final Runnable atDeparture;
  private final Runnable atEnd;
  private final List<Long> timers = new ArrayList<>(2);
  private boolean over;

  /**
   * Of the request of the context.
   *
   * @param onDeparture called on the event loop when the service stops, after {@link #outlast}; may
   *     be called twice
   * @param atEnd called once
   */
  OpenEnd(RoutingContext context, Departure departure, Runnable onDeparture, Runnable atEnd) {
    this.vertx = context.vertx();
    this.departure = departure;
    this.atEnd = atEnd;
    Context loop = vertx.getOrCreateContext();
    this.atDeparture =
        () ->
            loop.runOnContext(
                _ -> {
                  if (!over) {
                    onDeparture.run();
                  }
                });
    context.addEndHandler(_ -> end());
  }

  /** From here on it would outlast the service. */
  void outlast() {
    if (!over) {
      departure.atBegin(atDeparture);
    }
  }

  /** Has something done after a time, unless it has ended. */
  void after(long millis, Runnable task) {
    if (!over) {
      timers.add(vertx.setTimer(millis, _ -> task.run()));
    }
  }

  /** Has something done over and over until it ends. */
  void every(long millis, Runnable task) {
    if (!over) {
      timers.add(vertx.setPeriodic(millis, _ -> task.run()));
    }
  }

  boolean isOver() {
    return over;
  }

  /** Ends it. Idempotent. */
  void end() {
    if (over) {
      return;
    }
    over = true;
    departure.forget(atDeparture);
    timers.forEach(vertx::cancelTimer);
    atEnd.run();
  }
}
