package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.shard.CommitWatch;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangeRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows the feed of one shard for one request: reads a page, gives it away, reads on when more is
 * committed and the page before was taken. On its event loop only; nothing here blocks it.
 */
final class ChangeTail {

  /** How long a read that found no place waits for the next attempt, in milliseconds. */
  private static final long RETRY_MILLIS = 1_000;

  private final Vertx vertx;
  private final Context loop;
  private final Function<Runnable, CommitWatch> watching;
  private final Function<ChangeRequest, CompletionStage<ChangePage>> reads;
  private final Sink sink;
  private ChangeRequest asked;
  private @Nullable CommitWatch watch;

  /** Whether the loop will look, so that many commits make it look once. */
  private final AtomicBoolean told = new AtomicBoolean();

  /** Whether there was a first page: then what is in the way may pass. */
  private boolean begun;

  private boolean reading;

  /** Whether there is, or may be, something to read. */
  private boolean behind;

  /** Whether the last page has not been taken to its end: nothing is read meanwhile. */
  private boolean paused;

  private boolean closed;

  /** Takes what is read. On the event loop. */
  interface Sink {

    /**
     * Takes a page.
     *
     * @return whether it takes another at once; if not, {@link ChangeTail#goOn} says when
     */
    boolean take(ChangePage page);

    /** The feed can't be followed any further. */
    void fail(Throwable reason);
  }

  /**
   * One that begins with {@link #start}, on the event loop that calls this.
   *
   * @param asked what the first page is to hold; later ones go on behind it
   * @param watching has a shard's commits told, as {@link dev.cairn.shard.Shards#watch} does
   * @param reads reads a page, without blocking; may throw a {@link CairnException}
   */
  ChangeTail(
      Vertx vertx,
      ChangeRequest asked,
      Function<Runnable, CommitWatch> watching,
      Function<ChangeRequest, CompletionStage<ChangePage>> reads,
      Sink sink) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.asked = asked;
    this.watching = watching;
    this.reads = reads;
    this.sink = sink;
  }

  /** Reads the first page, whether it holds anything or not. */
  void start() {
    watch = watching.apply(this::committed);
    read();
  }

  /** On the thread of the writer. */
  private void committed() {
    if (told.compareAndSet(false, true)) {
      loop.runOnContext(
          _ -> {
            told.set(false);
            behind = true;
            readOn();
          });
    }
  }

  /** The last page has been taken after all. */
  void goOn() {
    paused = false;
    readOn();
  }

  private void readOn() {
    if (behind && !paused && !reading && !closed) {
      read();
    }
  }

  private void read() {
    reading = true;
    behind = false;
    try {
      reads
          .apply(asked)
          .whenComplete(
              (page, failure) ->
                  loop.runOnContext(
                      _ -> done(page, failure == null ? null : Problems.cause(failure))));
    } catch (CairnException refused) {
      done(null, refused);
    }
  }

  private void done(@Nullable ChangePage page, @Nullable Throwable failure) {
    reading = false;
    if (closed) {
      return;
    }
    if (page != null) {
      begun = true;
      asked = asked.behind(page.reached());
      behind |= page.more();
      paused = true;
      if (sink.take(page)) {
        goOn();
      }
    } else if (begun && isPassing(failure)) {
      behind = true;
      vertx.setTimer(RETRY_MILLIS, _ -> readOn());
    } else if (failure != null) {
      sink.fail(failure);
    }
  }

  /** Whether others are in the way, and it can be tried again. */
  private static boolean isPassing(@Nullable Throwable failure) {
    return failure instanceof CairnException reason
        && reason.code() != ErrorCode.SHUTTING_DOWN
        && reason.code().isPassing();
  }

  /** Ends it. Idempotent. */
  void close() {
    closed = true;
    if (watch != null) {
      watch.close();
    }
  }
}
