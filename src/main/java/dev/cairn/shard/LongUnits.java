package dev.cairn.shard;

import dev.cairn.Outcome;
import dev.cairn.ShardId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The door for those who keep a shard for longer than a request: with a unit that stays open, or
 * with a state of it that they go on reading. Any thread. A shard that is kept so is not closed to
 * make room; when it is to be closed all the same, its borrowers are told and end soon.
 */
public interface LongUnits {

  /**
   * Begins a unit on a shard that exists, once those who wait for its writer already have had their
   * turn. Never blocks.
   *
   * @param whenClosing told why the shard is to be closed: the unit must then be rolled back soon.
   *     Must return at once; may be told more than once, and before the unit is there
   * @return never completed exceptionally; with a unit that must be ended, or with a refusal. What
   *     is built on it must not wait for the shard
   */
  CompletableFuture<Outcome<LentUnit>> begin(ShardId id, Consumer<ClosingCause> whenClosing);

  /**
   * A state of a shard that exists. May block.
   *
   * @param whenClosing as for {@link #begin}
   * @throws dev.cairn.CairnException as a read
   */
  LentState state(ShardId id, Consumer<ClosingCause> whenClosing);
}
