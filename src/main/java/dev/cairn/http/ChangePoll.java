package dev.cairn.http;

import dev.cairn.storage.ChangePage;
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

  private final long millis;
  private final Departure departure;
  private final OpenEnd end;
  private final ChangeTail tail;
  private final CompletableFuture<ChangePage> answer = new CompletableFuture<>();

  /** The newest page, which is empty. */
  private @Nullable ChangePage none;

  private ChangePoll(
      RoutingContext context,
      long millis,
      Departure departure,
      Function<ChangeTail.Sink, ChangeTail> tail) {
    this.millis = millis;
    this.departure = departure;
    this.tail = tail.apply(this);
    this.end = new OpenEnd(context, departure, this::giveUp, this.tail::close);
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
    if (millis > 0) {
      EndWithConnection.watch(context);
    }
    poll.tail.start();
    return poll.answer;
  }

  @Override
  public boolean take(ChangePage page) {
    if (!page.changes().isEmpty() || (!page.more() && (millis == 0 || departure.hasBegun()))) {
      end.end();
      answer.complete(page);
      return false;
    }
    boolean first = none == null;
    none = page;
    if (first && millis > 0) {
      end.after(millis, this::giveUp);
      end.outlast();
    }
    return true;
  }

  /** Nothing has come in time. */
  private void giveUp() {
    ChangePage page = none;
    if (!end.isOver() && page != null) {
      end.end();
      answer.complete(page);
    }
  }

  @Override
  public void fail(Throwable reason) {
    end.end();
    answer.completeExceptionally(reason);
  }
}
