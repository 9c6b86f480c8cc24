package dev.cairn.http;

import dev.cairn.Quotas;
import dev.cairn.ShardId;
import dev.cairn.security.Access;
import dev.cairn.shard.Shards;
import dev.cairn.snapshot.Snapshots;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out reads that may take long: lists, queries and counts. Each waits for its turn without
 * a thread, then reads on a worker, for no more processor time than its shard and its key allow.
 * Event loops only; nothing here blocks them.
 */
@Singleton
final class LongReads {

  private final Shards shards;
  private final Snapshots snapshots;
  private final Places places;

  @Inject
  LongReads(Shards shards, Snapshots snapshots, Places places) {
    this.shards = shards;
    this.snapshots = snapshots;
    this.places = places;
  }

  /**
   * Reads.
   *
   * @param answer makes an answer of what was read, on the worker
   * @throws dev.cairn.CairnException if the quotas don't allow it
   */
  <T, R> CompletionStage<R> read(
      RoutingContext context, ShardId shard, Shards.ShardRead<T> read, Function<T, R> answer) {
    return read(context, shard, places::forRead, ofShard(shard), read, answer);
  }

  /**
   * As the other, of a snapshot of the shard.
   *
   * @param snapshot its id; null for the shard itself
   */
  <T, R> CompletionStage<R> read(
      RoutingContext context,
      ShardId shard,
      @Nullable String snapshot,
      Shards.ShardRead<T> read,
      Function<T, R> answer) {
    return snapshot == null
        ? read(context, shard, read, answer)
        : read(context, shard, places::forRead, ofSnapshot(shard, snapshot), read, answer);
  }

  /** Where is read. */
  private interface Source {
    <T> T read(Shards.ShardRead<T> read);
  }

  private Source ofShard(ShardId shard) {
    return new Source() {
      @Override
      public <T> T read(Shards.ShardRead<T> read) {
        return shards.read(shard, read);
      }
    };
  }

  private Source ofSnapshot(ShardId shard, String snapshot) {
    return new Source() {
      @Override
      public <T> T read(Shards.ShardRead<T> read) {
        return snapshots.read(shard, snapshot, read);
      }
    };
  }

  /** As {@link #read}, for one of the many reads of a stream. */
  <T> CompletionStage<T> readPage(RoutingContext context, ShardId shard, Shards.ShardRead<T> read) {
    return read(context, shard, places::forPage, ofShard(shard), read, Function.identity());
  }

  private <T, R> CompletionStage<R> read(
      RoutingContext context,
      ShardId shard,
      BiFunction<RoutingContext, ShardId, CompletionStage<Place>> asking,
      Source source,
      Shards.ShardRead<T> read,
      Function<T, R> answer) {
    ContextInternal loop = (ContextInternal) context.vertx().getOrCreateContext();
    long nanos = allowed(Caller.of(context), shards.quotas(shard));
    return asking
        .apply(context, shard)
        .thenCompose(
            place ->
                loop.executeBlocking(() -> read(place, source, read, answer, nanos), false)
                    .onComplete(_ -> place.close())
                    .toCompletionStage());
  }

  private <T, R> R read(
      Place place, Source source, Shards.ShardRead<T> read, Function<T, R> answer, long nanos) {
    try (place) {
      return answer.apply(
          source.read(
              (reader, revision) -> {
                reader.allow(nanos);
                return read.read(reader, revision);
              }));
    }
  }

  /** The lesser of the two bounds, in nanoseconds; 0 for none. */
  private static long allowed(Access caller, Quotas ofShard) {
    long ofKey = caller.quotas().queryMillis();
    long one = ofShard.queryMillis();
    return TimeUnit.MILLISECONDS.toNanos(
        ofKey == 0 || one == 0 ? Math.max(ofKey, one) : Math.min(ofKey, one));
  }
}
