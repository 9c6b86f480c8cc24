package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.Limits;
import dev.cairn.ShardId;
import dev.cairn.feed.MergedFeed;
import dev.cairn.feed.MergedSink;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangePosition;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts one page together of the feeds of many shards. It is answered when it is full, or when all
 * that is there was looked at and something was found or the wait is over. To look at very many
 * shards may take long: what was found is answered after {@link #LOOK_MILLIS} at the latest. On its
 * event loop only; nothing here blocks it.
 */
final class MergedPoll implements MergedSink {

  /** How long shards are looked at before what was found is answered, in milliseconds. */
  static final long LOOK_MILLIS = 5_000;

  private final RoutingContext context;
  private final MergedBody asked;
  private final Departure departure;
  private final MergedFeed feed;
  private final OpenEnd end;

  /** Most changes that are read of one shard at a time, so that no shard fills the page alone. */
  private final int share;

  private final CompletableFuture<Response> answer = new CompletableFuture<>();
  private final List<MergedWire.Part> parts = new ArrayList<>();
  private final Map<ShardId, ChangePosition> cursors = new LinkedHashMap<>();
  private final Map<ShardId, CairnException> problems = new LinkedHashMap<>();

  /** What is left of the page; changes that are being read for it are taken already. */
  private int left;

  private long bytesLeft;
  private int reserved;

  /** Whether nothing is under way; whether the wait is over, and the time to look. */
  private boolean idle;

  private boolean waited;
  private boolean looked;

  private MergedPoll(
      RoutingContext context,
      MergedBody asked,
      Limits limits,
      MergedCalls calls,
      Departure departure) {
    this.context = context;
    this.asked = asked;
    this.departure = departure;
    this.left = asked.limit();
    this.bytesLeft = limits.pageBytes();
    this.share = Math.max(1, asked.limit() / calls.atOnce());
    this.feed = calls.open(context, asked.request(), this);
    this.end = new OpenEnd(context, departure, this::hurry, feed::close);
  }

  /**
   * Begins.
   *
   * @return completed with the page; never, if the client has gone
   */
  static CompletionStage<Response> begin(
      RoutingContext context,
      MergedBody asked,
      Limits limits,
      MergedCalls calls,
      Departure departure) {
    MergedPoll poll = new MergedPoll(context, asked, limits, calls, departure);
    EndWithConnection.watch(context);
    calls.start(context, asked.request(), poll.feed, poll::setTimes, poll::fail);
    return poll.answer;
  }

  private void setTimes() {
    waited = asked.waitMillis() == 0;
    if (!waited) {
      end.after(
          asked.waitMillis(),
          () -> {
            waited = true;
            judge();
          });
    }
    end.after(
        LOOK_MILLIS,
        () -> {
          looked = true;
          judge();
        });
    end.outlast();
    if (departure.hasBegun()) {
      hurry();
    }
  }

  /** The service stops. */
  private void hurry() {
    waited = true;
    looked = true;
    judge();
  }

  @Override
  public int room() {
    if (end.isOver() || left <= 0 || bytesLeft <= 0) {
      return 0;
    }
    idle = false;
    int room = Math.min(left, share);
    left -= room;
    reserved += room;
    return room;
  }

  @Override
  public void free(int room) {
    left += room;
    reserved -= room;
  }

  @Override
  public void take(ShardId shard, ChangePage page, int room) {
    reserved -= room;
    left += room - page.changes().size();
    cursors.put(shard, page.reached());
    problems.remove(shard);
    if (!page.changes().isEmpty()) {
      MergedWire.Part part = new MergedWire.Part(shard, page);
      bytesLeft -= part.about();
      parts.add(part);
      judge();
    }
  }

  @Override
  public void problem(ShardId shard, CairnException reason) {
    problems.put(shard, reason);
    cursors.remove(shard);
  }

  @Override
  public void idle() {
    idle = true;
    judge();
  }

  /** Answers, if it is time to. */
  private void judge() {
    if (end.isOver()) {
      return;
    }
    boolean full = reserved == 0 && (left <= 0 || bytesLeft <= 0);
    boolean found = !parts.isEmpty() || !problems.isEmpty();
    if (full || ((idle || looked) && (found || waited))) {
      feed.nameHeld();
      boolean more = feed.isBehind();
      end.end();
      answer.complete(page(more));
    }
  }

  private Response page(boolean more) {
    String id = RequestId.of(context.request());
    List<byte[]> told = new ArrayList<>();
    problems.forEach(
        (shard, reason) -> {
          Problems.log(context.request(), reason);
          told.add(MergedWire.problem(shard, reason, id));
        });
    return Response.ok(MergedWire.page(parts, cursors, told, more), MediaType.APPLICATION_JSON)
        .build();
  }

  @Override
  public void fail(Throwable reason) {
    if (!end.isOver()) {
      end.end();
      answer.completeExceptionally(reason);
    }
  }
}
