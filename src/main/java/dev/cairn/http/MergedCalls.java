package dev.cairn.http;

import dev.cairn.ShardId;
import dev.cairn.feed.FeedLoop;
import dev.cairn.feed.MergedFeed;
import dev.cairn.feed.MergedFeeds;
import dev.cairn.feed.MergedReads;
import dev.cairn.feed.MergedRequest;
import dev.cairn.feed.MergedSink;
import dev.cairn.security.Access;
import dev.cairn.shard.ShardSummary;
import dev.cairn.shard.Shards;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangeRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * How feeds of many shards come to their shards: which those are is found out on a worker, and each
 * is read as any long read is, in its turn. Event loops only; nothing here blocks them.
 */
@Singleton
final class MergedCalls {

  private final MergedFeeds feeds;
  private final LongReads reads;
  private final VisibleShards shards;

  @Inject
  MergedCalls(MergedFeeds feeds, LongReads reads, Shards shards) {
    this.feeds = feeds;
    this.reads = reads;
    this.shards = new VisibleShards(shards::list);
  }

  /** How many shards of a feed are read at a time. */
  int atOnce() {
    return feeds.settings().reads();
  }

  /**
   * A feed for the caller of a request, on its event loop. Must be closed.
   *
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#TOO_MANY_FEEDS}
   */
  MergedFeed open(RoutingContext context, MergedRequest request, MergedSink sink) {
    Access caller = Caller.of(context);
    return feeds.open(
        request,
        shard -> Permissions.mayFollow(caller, shard, request.namespace()),
        new Reads(context),
        new Loop(context.vertx(), context.vertx().getOrCreateContext()),
        sink);
  }

  /**
   * Begins to follow, once it is known which shards belong to it.
   *
   * @param begin called on the event loop before anything is taken
   * @param refused told, in place of it, why nothing is followed
   */
  void start(
      RoutingContext context,
      MergedRequest request,
      MergedFeed feed,
      Runnable begin,
      Consumer<Throwable> refused) {
    Access caller = Caller.of(context);
    feed.watchMakings();
    context
        .vertx()
        .executeBlocking(() -> feed.gather(listed(caller, request)), false)
        .onComplete(
            gathered -> {
              begin.run();
              feed.start(gathered, ThreadLocalRandom.current().nextInt());
            },
            refused::accept);
  }

  /** On a worker. */
  private List<ShardId> listed(Access caller, MergedRequest request) {
    String prefix = request.prefix();
    if (prefix == null) {
      return List.of();
    }
    int most = feeds.settings().shards();
    List<ShardSummary> found = shards.list(caller, prefix, null, most + 1);
    if (found.size() > most) {
      throw feeds.tooLarge();
    }
    return found.stream().map(ShardSummary::id).toList();
  }

  /** Reads as the request's caller. */
  private final class Reads implements MergedReads {

    private final RoutingContext context;

    Reads(RoutingContext context) {
      this.context = context;
    }

    @Override
    public CompletionStage<ChangePage> page(ShardId shard, ChangeRequest asked) {
      return reads.readPage(context, shard, (reader, _) -> reader.changes(asked));
    }

    @Override
    public CompletionStage<Long> revision(ShardId shard) {
      return reads.readPage(context, shard, (reader, revision) -> revision);
    }
  }

  /** The event loop of a request. */
  private record Loop(Vertx vertx, Context context) implements FeedLoop {

    @Override
    public void run(Runnable task) {
      context.runOnContext(_ -> task.run());
    }

    @Override
    public Runnable after(long millis, Runnable task) {
      long timer = vertx.setTimer(millis, _ -> task.run());
      return () -> vertx.cancelTimer(timer);
    }
  }
}
