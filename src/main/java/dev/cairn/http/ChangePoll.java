package dev.cairn.http;

import dev.cairn.storage.ChangePage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a page of changes that is not empty, for a limited time: for the answer to one request.
 * On its event loop only; nothing here blocks it.
 */
final class ChangePoll implements ChangeTail.Sink {

  private final Vertx vertx;
  private final long millis;
  private final Departure departure;
  private final Runnable atDeparture;
  private final ChangeTail tail;
  private final CompletableFuture<ChangePage> answer = new CompletableFuture<>();

  /** The newest page, which is empty. */
  private @Nullable ChangePage none;

  private long timer = -1;
  private boolean over;

  private ChangePoll(
      RoutingContext context,
      long millis,
      Departure departure,
      Function<ChangeTail.Sink, ChangeTail> tail) {
    this.vertx = context.vertx();
    this.millis = millis;
    this.departure = departure;
    this.tail = tail.apply(this);
    Context loop = vertx.getOrCreateContext();
    this.atDeparture = () -> loop.runOnContext(_ -> giveUp());
  }

  /**
   * Begins.
   *
   * @param millis how long it waits at most; 0 to answer with whatever is there
   * @param tail makes the tail that is followed
   * @return completed with the page; never, if the client has gone
   */
  static CompletionStage<ChangePage> begin(
      RoutingContext context,
      long millis,
      Departure departure,
      Function<ChangeTail.Sink, ChangeTail> tail) {
    ChangePoll poll = new ChangePoll(context, millis, departure, tail);
    context.addEndHandler(_ -> poll.end());
    if (millis > 0) {
      EndWithConnection.watch(context);
    }
    poll.tail.start();
    return poll.answer;
  }

  @Override
  public boolean take(ChangePage page) {
    if (!page.changes().isEmpty() || (!page.more() && (millis == 0 || departure.hasBegun()))) {
      end();
      answer.complete(page);
      return false;
    }
    none = page;
    if (timer < 0 && millis > 0) {
      timer = vertx.setTimer(millis, _ -> giveUp());
      departure.atBegin(atDeparture);
    }
    return true;
  }

  /** Nothing has come in time. */
  private void giveUp() {
    ChangePage page = none;
    if (!over && page != null) {
      end();
      answer.complete(page);
    }
  }

  @Override
  public void fail(Throwable reason) {
    end();
    answer.completeExceptionally(reason);
  }

  private void end() {
    over = true;
    tail.close();
    departure.forget(atDeparture);
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
  }
}
