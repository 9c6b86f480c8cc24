package dev.cairn.shard;

import dev.cairn.ShardId;
import dev.cairn.shard.ShardState.Closed;
import dev.cairn.shard.ShardState.Draining;
import dev.cairn.shard.ShardState.Opening;
import dev.cairn.shard.ShardState.Serving;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The state of every shard that is not simply closed, and the one way to change it. Any thread,
 * without waiting: a change succeeds only from the state that its author saw, so one author wins.
 */
final class ShardStates {

  private static final System.Logger LOG = System.getLogger(ShardStates.class.getName());

  private final ConcurrentHashMap<ShardId, ShardState> states = new ConcurrentHashMap<>();
  private final LongAdder opens = new LongAdder();
  private final LongAdder evictions = new LongAdder();

  /** Set once, when the service ends; volatile because every request looks at it. */
  private volatile boolean ending;

  /** Has no further shard lent or opened. */
  void end() {
    ending = true;
  }

  boolean ending() {
    return ending;
  }

  ShardState of(ShardId id) {
    ShardState state = states.get(id);
    return state == null ? ShardState.CLOSED : state;
  }

  Collection<ShardState> all() {
    return states.values();
  }

  Map<ShardId, ShardState> byId() {
    return states;
  }

  /**
   * Moves a shard from one state to another.
   *
   * @return false if it is not in {@code from} any more, and nothing was changed
   * @throws IllegalStateException if the one may not become the other
   */
  boolean change(ShardId id, ShardState from, ShardState to) {
    if (!from.mayBecome(to)) {
      throw new IllegalStateException(
          "Shard " + id + " may not go from " + from.word() + " to " + to.word());
    }
    if (!replace(id, from, to)) {
      return false;
    }
    count(from, to);
    LOG.log(System.Logger.Level.DEBUG, "Shard {0}: {1} to {2}", id, from.word(), to.word());
    return true;
  }

  private boolean replace(ShardId id, ShardState from, ShardState to) {
    if (from instanceof Closed) {
      return states.putIfAbsent(id, to) == null;
    }
    return to instanceof Closed ? states.remove(id, from) : states.replace(id, from, to);
  }

  private void count(ShardState from, ShardState to) {
    if (from instanceof Opening && to instanceof Serving) {
      opens.increment();
    } else if (from instanceof Draining draining
        && draining.cause() == ClosingCause.EVICTION
        && to instanceof Closed) {
      evictions.increment();
    }
  }

  long opens() {
    return opens.sum();
  }

  long evictions() {
    return evictions.sum();
  }
}
