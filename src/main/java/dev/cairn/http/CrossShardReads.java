package dev.cairn.http;

import dev.cairn.ShardId;
import dev.cairn.security.Access;
import dev.cairn.shard.Shards;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Carries out requests that read several shards. Each waits for its turn among its like; then its
 * shards are read a few at a time, each in a turn of that shard's, as any other long read is. Event
 * loops only; nothing here blocks them.
 */
@Singleton
final class CrossShardReads {

  private final Shards shards;
  private final VisibleShards visible;
  private final Places places;
  private final RateLimits rates;
  private final QuerySettings settings;

  @Inject
  CrossShardReads(Shards shards, Places places, RateLimits rates, QuerySettings settings) {
    this.shards = shards;
    this.visible = new VisibleShards(shards::list);
    this.places = places;
    this.rates = rates;
    this.settings = settings;
  }

  /**
   * Reads.
   *
   * @param answer makes an answer once all shards were read, on a worker
   * @throws dev.cairn.CairnException if the quotas of the key don't allow it
   */
  <R> CompletionStage<R> read(
      RoutingContext context,
      CrossShardTarget target,
      CrossShardWork work,
      Function<CrossShardRun.Outcome, R> answer) {
    Access caller = Caller.of(context);
    ContextInternal loop = (ContextInternal) context.vertx().getOrCreateContext();
    return places
        .forCrossShard(context)
        .thenCompose(
            place ->
                found(loop, caller, target)
                    .thenCompose(
                        found -> {
                          var run =
                              new CrossShardRun(
                                  context, loop, shards, places, rates, target.namespace(), work);
                          return run.start(found, settings.shardsAtOnce());
                        })
                    .thenCompose(
                        outcome ->
                            loop.executeBlocking(() -> answer.apply(outcome), false)
                                .toCompletionStage())
                    .whenComplete((_, _) -> place.close()));
  }

  private CompletionStage<List<ShardId>> found(
      ContextInternal loop, Access caller, CrossShardTarget target) {
    return loop.executeBlocking(() -> target.shards(caller, visible, settings.shards()), false)
        .toCompletionStage();
  }
}
