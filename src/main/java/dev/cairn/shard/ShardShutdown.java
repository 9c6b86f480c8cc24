package dev.cairn.shard;

import dev.cairn.Ticker;
import dev.cairn.shard.ShardState.Closed;
import dev.cairn.shard.ShardState.Draining;
import dev.cairn.shard.ShardState.Opening;
import dev.cairn.shard.ShardState.Quarantined;
import dev.cairn.shard.ShardState.Serving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Closes every open shard as the service ends. Used once, after the lending has stopped; blocks.
 *
 * <p>Writes that were taken are carried out and answered first. A shard that a request holds for
 * too long is left open rather than pulled away from under it: the process is about to end, and a
 * start makes it good.
 */
final class ShardShutdown {

  private static final System.Logger LOG = System.getLogger(ShardShutdown.class.getName());

  private final ShardStates states;
  private final ShardCloser closer;
  private final Duration wait;
  private final Ticker ticker;

  ShardShutdown(ShardStates states, ShardCloser closer, Duration wait, Ticker ticker) {
    this.states = states;
    this.closer = closer;
    this.wait = wait;
    this.ticker = ticker;
  }

  void run() {
    long deadline = ticker.nanos() + wait.toNanos();
    while (true) {
      List<CompletableFuture<?>> steps = steps();
      if (steps.isEmpty()) {
        return;
      }
      try {
        CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new))
            .get(deadline - ticker.nanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        // A shard that could not be opened needs no closing.
        LOG.log(System.Logger.Level.DEBUG, "A shard did not open before the end.", e);
      } catch (TimeoutException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} shards are still in use after {1}; they are left open.",
            steps.size(),
            wait);
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private List<CompletableFuture<?>> steps() {
    List<CompletableFuture<?>> steps = new ArrayList<>();
    for (ShardState state : states.all()) {
      switch (state) {
        case Serving(OpenShard shard) -> steps.add(closer.closeForShutdown(shard));
        case Opening(var done) -> steps.add(done);
        case Draining draining -> steps.add(draining.done());
        case Quarantined _, Closed _ -> {}
      }
    }
    return steps;
  }
}
