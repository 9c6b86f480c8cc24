package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ShardId;
import dev.cairn.feed.MergedFeed;
import dev.cairn.feed.MergedSink;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Sends the feeds of many shards as one stream of server-sent events. While its client does not
 * take what was sent nothing is read; no more than what is read at a time waits for it then. On its
 * event loop only; nothing here blocks it.
 */
final class MergedStream implements MergedSink {

  /** Changes of one shard that are read at a time. */
  private static final int READ_CHANGES = 100;

  /** Cursors that are told in one event of their own. */
  static final int MOST_CURSORS = 1000;

  private final RoutingContext context;
  private final EventStream events;
  private final MergedFeed feed;

  /** Places that the client does not know of yet, since no change was on the way to them. */
  private final Map<ShardId, ChangePosition> silent = new LinkedHashMap<>();

  /** Whether all shards were looked at, as far as they can be. */
  private boolean caughtUp;

  private MergedStream(
      RoutingContext context, MergedBody asked, MergedCalls calls, Departure departure) {
    this.context = context;
    this.feed = calls.open(context, asked.request(), this);
    this.events = new EventStream(context, departure, feed::close);
  }

  /**
   * Begins.
   *
   * @return as {@link EventStream#refusal}
   */
  static CompletionStage<Response> begin(
      RoutingContext context, MergedBody asked, MergedCalls calls, Departure departure) {
    MergedStream stream = new MergedStream(context, asked, calls, departure);
    calls.start(
        context,
        asked.request(),
        stream.feed,
        () -> stream.events.open(stream::giveSign),
        stream::fail);
    return stream.events.refusal();
  }

  @Override
  public int room() {
    if (events.isOver()) {
      return 0;
    }
    if (events.isFull()) {
      events.onRoom(feed::goOn);
      return 0;
    }
    return READ_CHANGES;
  }

  @Override
  public void free(int room) {
    // However much is read, it has the same room.
  }

  @Override
  public void take(ShardId shard, ChangePage page, int room) {
    if (page.changes().isEmpty()) {
      silent.put(shard, page.reached());
    } else {
      // Behind the last event there may be changes that were not asked for.
      silent.remove(shard);
      events.write(MergedWire.events(new MergedWire.Part(shard, page)));
    }
  }

  @Override
  public void problem(ShardId shard, CairnException reason) {
    silent.remove(shard);
    Problems.log(context.request(), reason);
    events.write(
        ChangeWire.problem(MergedWire.problem(shard, reason, RequestId.of(context.request()))));
  }

  @Override
  public void idle() {
    if (!caughtUp) {
      caughtUp = true;
      tellCursors();
    }
  }

  private void giveSign() {
    if (silent.isEmpty()) {
      events.giveSign();
    } else {
      tellCursors();
    }
  }

  /** The first of those that are not known, so that one word is not too long. */
  private void tellCursors() {
    Map<ShardId, ChangePosition> told = new LinkedHashMap<>();
    Iterator<Map.Entry<ShardId, ChangePosition>> all = silent.entrySet().iterator();
    while (all.hasNext() && told.size() < MOST_CURSORS) {
      Map.Entry<ShardId, ChangePosition> each = all.next();
      told.put(each.getKey(), each.getValue());
      all.remove();
    }
    events.write(MergedWire.cursorsEvent(told));
  }

  @Override
  public void fail(Throwable reason) {
    if (!events.isOver()) {
      events.fail(reason);
    }
  }
}
