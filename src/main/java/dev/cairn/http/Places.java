package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.quota.CrossShardTurns;
import dev.cairn.quota.Meter;
import dev.cairn.quota.Meters;
import dev.cairn.quota.ReadTurns;
import dev.cairn.quota.Slots;
import dev.cairn.security.Access;
import dev.cairn.shard.Shards;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Gives reads and streams their places: a slot of what their shard and their key may have at a
 * time, and a turn with the shard's readers, for which a request waits without a thread. Whoever
 * waits and whose client goes away has no place any more. Any thread; nothing blocks.
 */
@Singleton
final class Places {

  private final Shards shards;
  private final Meters meters;
  private final ReadTurns turns;
  private final CrossShardTurns crossShard;
  private final QuotaMetrics metrics;

  @Inject
  Places(
      Shards shards,
      Meters meters,
      ReadTurns turns,
      CrossShardTurns crossShard,
      QuotaMetrics metrics) {
    this.crossShard = crossShard;
    this.shards = shards;
    this.meters = meters;
    this.turns = turns;
    this.metrics = metrics;
  }

  /**
   * A place for a list, a query or a count.
   *
   * @return completed when its turn has come, on whatever thread; never, if its client has gone
   *     before. Who gets it closes it.
   * @throws CairnException {@link ErrorCode#TOO_MANY_READS}
   */
  CompletionStage<Place> forRead(RoutingContext context, ShardId shard) {
    return inLine(
        context,
        slots(context, shard, Meter.Kind.READ),
        begin -> turns.ask(shard, begin),
        Watched.IN_LINE);
  }

  /**
   * As {@link #forRead}, for one of the many reads of a stream: its turn comes even if the client
   * has gone.
   */
  CompletionStage<Place> forPage(RoutingContext context, ShardId shard) {
    return inLine(
        context,
        slots(context, shard, Meter.Kind.READ),
        begin -> turns.ask(shard, begin),
        Watched.NOT);
  }

  /**
   * A place for a request that reads several shards, each of which has one {@link #forPart} in
   * addition. As {@link #forRead}.
   *
   * @throws CairnException {@link ErrorCode#TOO_MANY_READS}
   */
  CompletionStage<Place> forCrossShard(RoutingContext context) {
    return inLine(
        context, List.of(ofKey(context, Meter.Kind.READ)), crossShard::ask, Watched.IN_LINE);
  }

  /**
   * A place for the read of one of several shards: its turn comes even if the client has gone.
   *
   * @throws CairnException {@link ErrorCode#TOO_MANY_READS}
   */
  CompletionStage<Place> forPart(RoutingContext context, ShardId shard) {
    return inLine(
        context,
        List.of(ofShard(shard, Meter.Kind.READ)),
        begin -> turns.ask(shard, begin),
        Watched.NOT);
  }

  /**
   * The slots of a stream, for its reads have places of their own; the end of the request gives
   * them back.
   *
   * @throws CairnException {@link ErrorCode#TOO_MANY_STREAMS}
   */
  void forStream(RoutingContext context, ShardId shard) {
    Place place = new Place(slots(context, shard, Meter.Kind.STREAM), null);
    atEnd(context, place::close);
  }

  /**
   * As {@link #forStream}, of many shards: it counts for its key alone, for it does no more to each
   * of its shards than reads do.
   *
   * @throws CairnException {@link ErrorCode#TOO_MANY_STREAMS}
   */
  void forMergedStream(RoutingContext context) {
    Place place = new Place(List.of(ofKey(context, Meter.Kind.STREAM)), null);
    atEnd(context, place::close);
  }

  /**
   * A place for an export, which is a read too. As {@link #forRead}, but the end of the request
   * gives it back, if nobody else does.
   *
   * @throws CairnException {@link ErrorCode#TOO_MANY_READS}, {@link ErrorCode#TOO_MANY_STREAMS}
   */
  CompletionStage<Place> forExport(RoutingContext context, ShardId shard) {
    List<Slots> slots = new ArrayList<>(slots(context, shard, Meter.Kind.STREAM));
    try {
      slots.addAll(slots(context, shard, Meter.Kind.READ));
    } catch (CairnException refused) {
      slots.forEach(Slots::free);
      throw refused;
    }
    return inLine(context, slots, begin -> turns.askForLong(shard, begin), Watched.TO_THE_END);
  }

  /**
   * A place for an import. Who gets it closes it.
   *
   * @throws CairnException {@link ErrorCode#TOO_MANY_STREAMS}
   */
  Place forImport(RoutingContext context, ShardId shard) {
    return new Place(slots(context, shard, Meter.Kind.STREAM), null);
  }

  /** Whether the end of the request gives a place back, if nobody else does. */
  private enum Watched {
    NOT,
    IN_LINE,
    TO_THE_END
  }

  /** How one asks for a turn. */
  private interface Asking {
    ReadTurns.@Nullable Turn ask(Runnable begin);
  }

  private CompletionStage<Place> inLine(
      RoutingContext context, List<Slots> slots, Asking asking, Watched watched) {
    CompletableFuture<Void> come = new CompletableFuture<>();
    ReadTurns.Turn turn = asking.ask(() -> come.complete(null));
    if (turn == null) {
      slots.forEach(Slots::free);
      metrics.refused("line", "reads");
      throw new CairnException(
          ErrorCode.TOO_MANY_READS,
          "As many lists, queries and counts wait for a reader as may; send it again later.");
    }
    Place place = new Place(slots, turn);
    boolean untilEnd = watched == Watched.TO_THE_END;
    if (untilEnd || (watched == Watched.IN_LINE && !come.isDone())) {
      atEnd(
          context,
          () -> {
            if (place.leave() || untilEnd) {
              place.close();
            }
          });
    }
    return come.thenApply(_ -> place);
  }

  /** Runs once the request has been answered, or its client has gone; on its event loop. */
  static void atEnd(RoutingContext context, Runnable action) {
    context
        .vertx()
        .getOrCreateContext()
        .runOnContext(
            _ -> {
              EndWithConnection.watch(context);
              context.addEndHandler(_ -> action.run());
              if (context.response().closed() || context.response().ended()) {
                // It came too late to be called.
                action.run();
              }
            });
  }

  private List<Slots> slots(RoutingContext context, ShardId shard, Meter.Kind kind) {
    Slots ofKey = ofKey(context, kind);
    try {
      return List.of(ofKey, ofShard(shard, kind));
    } catch (CairnException refused) {
      ofKey.free();
      throw refused;
    }
  }

  private Slots ofKey(RoutingContext context, Meter.Kind kind) {
    Access caller = Caller.of(context);
    Slots slots = caller.meter().take(kind, most(caller.quotas(), kind));
    if (slots == null) {
      throw refused("key", kind, most(caller.quotas(), kind));
    }
    return slots;
  }

  private Slots ofShard(ShardId shard, Meter.Kind kind) {
    long most = most(shards.quotas(shard), kind);
    Slots slots = meters.take(shard, kind, most);
    if (slots == null) {
      throw refused("shard", kind, most);
    }
    return slots;
  }

  private static long most(Quotas quotas, Meter.Kind kind) {
    return switch (kind) {
      case READ -> quotas.concurrentReads();
      case STREAM -> quotas.streams();
    };
  }

  private CairnException refused(String of, Meter.Kind kind, long most) {
    return switch (kind) {
      case READ -> {
        metrics.refused(of, "reads");
        yield new CairnException(
            ErrorCode.TOO_MANY_READS,
            "The " + of + " may have " + most + " reads under way at a time, and has.");
      }
      case STREAM -> {
        metrics.refused(of, "streams");
        yield new CairnException(
            ErrorCode.TOO_MANY_STREAMS,
            "The "
                + of
                + " may have "
                + most
                + " exports, imports and streams of changes at a time, and has.");
      }
    };
  }
}
