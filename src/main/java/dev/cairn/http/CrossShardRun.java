package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.Namespace;
import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.security.Access;
import dev.cairn.security.Role;
import dev.cairn.shard.Shards;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One request that reads several shards, a few at a time, in the order of their ids. What goes
 * wrong with one is noted and the others go on; what is wrong with the request ends it. Its state
 * belongs to one event loop; reads are on workers.
 */
final class CrossShardRun {

  private final RoutingContext context;
  private final ContextInternal loop;
  private final Shards shards;
  private final Places places;
  private final RateLimits rates;
  private final Namespace namespace;
  private final CrossShardWork work;
  private final Access caller;

  /** Processor time that its key allows for all of it, in nanoseconds; 0 for any. */
  private final long allowed;

  /** Processor time that its reads have taken, in nanoseconds. */
  private final AtomicLong spent = new AtomicLong();

  private final CompletableFuture<Outcome> done = new CompletableFuture<>();
  private final SortedMap<ShardId, CairnException> failures = new TreeMap<>();
  private Iterator<ShardId> left = List.<ShardId>of().iterator();
  private int running;
  private int read;
  private @Nullable CairnException fatal;

  CrossShardRun(
      RoutingContext context,
      ContextInternal loop,
      Shards shards,
      Places places,
      RateLimits rates,
      Namespace namespace,
      CrossShardWork work) {
    this.context = context;
    this.loop = loop;
    this.shards = shards;
    this.places = places;
    this.rates = rates;
    this.namespace = namespace;
    this.work = work;
    this.caller = Caller.of(context);
    this.allowed = TimeUnit.MILLISECONDS.toNanos(caller.quotas().queryMillis());
  }

  /**
   * How it went.
   *
   * @param read how many shards were read
   * @param failures why others were not
   */
  record Outcome(int read, SortedMap<ShardId, CairnException> failures) {}

  /** Ends the whole request, though a shard gave rise to it. */
  private static final class Ended extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final CairnException reason;

    Ended(CairnException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /**
   * Reads the shards. From any thread.
   *
   * @param atOnce how many at a time
   * @return fails with what is wrong with the request
   */
  CompletionStage<Outcome> start(List<ShardId> all, int atOnce) {
    loop.runOnContext(
        _ -> {
          left = all.iterator();
          running = 1; // This step, so that it does not end before it has begun them.
          for (int i = 0; i < atOnce; i++) {
            goOn();
          }
          ended();
        });
    return done;
  }

  /** Begins the next read, if there is one. */
  private void goOn() {
    while (fatal == null && left.hasNext() && !context.response().closed()) {
      ShardId shard = left.next();
      if (work.wants(shard)) {
        running++;
        begin(shard).whenComplete((_, thrown) -> loop.runOnContext(_ -> finished(shard, thrown)));
        return;
      }
    }
  }

  private CompletionStage<Boolean> begin(ShardId shard) {
    try {
      if (!caller.may(Role.READ, shard, namespace)) {
        throw Caller.forbidden();
      }
      rates.countPart(shard);
      return places
          .forPart(context, shard)
          .thenCompose(
              place ->
                  loop.executeBlocking(() -> read(place, shard), false)
                      .onComplete(_ -> place.close())
                      .toCompletionStage());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** On a worker. */
  private boolean read(Place place, ShardId shard) {
    long begun = Ticker.PROCESSOR.nanos();
    try (place) {
      long nanos = nanos(shards.quotas(shard));
      return shards.read(
          shard,
          (reader, _) -> {
            reader.allow(nanos);
            work.read(shard, reader);
            return true;
          });
    } finally {
      spent.addAndGet(Ticker.PROCESSOR.nanos() - begun);
    }
  }

  /** What the shard allows and what is left of what the key does, the lesser; 0 for any. */
  private long nanos(Quotas ofShard) {
    long one = TimeUnit.MILLISECONDS.toNanos(ofShard.queryMillis());
    if (allowed == 0) {
      return one;
    }
    long rest = allowed - spent.get();
    if (rest <= 0) {
      throw new Ended(
          new CairnException(
              ErrorCode.QUERY_TOO_LONG,
              "The read was ended: its key may have "
                  + caller.quotas().queryMillis()
                  + " ms of processor time for it, and they are used up."));
    }
    return one == 0 ? rest : Math.min(one, rest);
  }

  private void finished(ShardId shard, @Nullable Throwable thrown) {
    if (thrown == null) {
      read++;
    } else if (Problems.cause(thrown) instanceof CairnException reason && isOfShard(reason)) {
      failures.put(shard, reason);
    } else if (fatal == null) {
      fatal = reason(Problems.cause(thrown));
    }
    goOn();
    ended();
  }

  private static CairnException reason(Throwable cause) {
    return cause instanceof Ended ended ? ended.reason : Problems.reasonFor(cause);
  }

  /** Whether the shard is what is wrong, rather than the request or the service. */
  private static boolean isOfShard(CairnException reason) {
    return switch (reason.code()) {
      case INVALID_QUERY, INVALID_CURSOR, AGGREGATE_TOO_LARGE, SHUTTING_DOWN -> false;
      default -> true;
    };
  }

  /** One step has ended; if it was the last, so has the whole. */
  private void ended() {
    running--;
    if (running == 0) {
      if (fatal == null) {
        done.complete(new Outcome(read, failures));
      } else {
        done.completeExceptionally(fatal);
      }
    }
  }
}
