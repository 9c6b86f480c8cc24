package dev.cairn.shard;

import dev.cairn.Ticker;
import dev.cairn.shard.ShardState.Serving;

/**
 * Looks after open shards: has housekeeping done where nobody uses them and it may be due, has
 * entries removed that have expired and indexes built that were not done when it was closed, and
 * closes those that were idle for long. One thread at a time; blocks on nothing.
 */
final class Sweeper {

  private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());

  private final ShardStates states;
  private final ShardCloser closer;
  private final ShardSettings settings;
  private final Ticker ticker;

  Sweeper(ShardStates states, ShardCloser closer, ShardSettings settings, Ticker ticker) {
    this.states = states;
    this.closer = closer;
    this.settings = settings;
    this.ticker = ticker;
  }

  /** One round. Never throws, so that the rounds go on. */
  void sweep() {
    try {
      for (ShardState state : states.all()) {
        if (state instanceof Serving(OpenShard shard)) {
          lookAfter(shard);
        }
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "Housekeeping of open shards failed.", e);
    }
  }

  private void lookAfter(OpenShard shard) {
    long now = ticker.nanos();
    long idleNanos = settings.idleClose().toNanos();
    if (idleNanos > 0 && shard.isIdle() && now - shard.lastUsed() >= idleNanos) {
      closer.evictLater(shard);
    } else {
      // Safe without a loan: a writer that is being closed does nothing.
      shard.writer().maintainIfIdle();
      shard.writer().sweepIfDue();
    }
  }
}
