package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.shard.CommitWatch;
import dev.cairn.shard.Shards;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangeRequest;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Follows the feed of one shard for one request: reads a page, gives it away, reads on when more is
 * committed and the page before was taken. On its event loop only; nothing here blocks it.
 */
final class ChangeTail {

  /** How long a read that found no place waits for the next attempt, in milliseconds. */
  private static final long RETRY_MILLIS = 1_000;

  private final RoutingContext request;
  private final Context loop;
  private final ShardId shard;
  private final Shards shards;
  private final LongReads reads;
  private final Sink sink;
  private ChangeRequest asked;
  private @Nullable CommitWatch watch;

  /** Whether the loop will look, so that many commits make it look once. */
  private final AtomicBoolean told = new AtomicBoolean();

  /** Whether there was a first page: then what is in the way may pass. */
  private boolean begun;

  private boolean reading;
  private boolean behind;
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
   * One that begins with {@link #start}.
   *
   * @param asked what the first page is to hold; later ones go on behind it
   */
  ChangeTail(
      RoutingContext request,
      ShardId shard,
      ChangeRequest asked,
      Shards shards,
      LongReads reads,
      Sink sink) {
    this.request = request;
    this.loop = request.vertx().getOrCreateContext();
    this.shard = shard;
    this.asked = asked;
    this.shards = shards;
    this.reads = reads;
    this.sink = sink;
  }

  /** Reads the first page, whether it holds anything or not. */
  void start() {
    watch = shards.watch(shard, this::committed);
    read();
  }

  /** On the thread of the writer. */
  private void committed() {
    if (told.compareAndSet(false, true)) {
      loop.runOnContext(
          _ -> {
            told.set(false);
            behind = true;
            goOn();
          });
    }
  }

  /** Reads on if there is more to read. */
  void goOn() {
    if (behind && !reading && !closed) {
      read();
    }
  }

  private void read() {
    reading = true;
    behind = false;
    try {
      reads
          .readPage(request, shard, (reader, _) -> reader.changes(asked))
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
      if (sink.take(page)) {
        goOn();
      }
    } else if (begun && isPassing(failure)) {
      behind = true;
      request.vertx().setTimer(RETRY_MILLIS, _ -> goOn());
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
