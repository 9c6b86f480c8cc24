package dev.cairn.shard;

import dev.cairn.ShardId;
import org.jspecify.annotations.Nullable;

/**
 * Reads on one event loop, turn by turn. Reads of one shard that come in the same turn share its
 * loan and its reader, and from the second on one state of it, for as long as nothing more is
 * committed; beginning and ending a read transaction is nearly half of what a point read costs. No
 * read sees a state older than a write that was acknowledged before the read came.
 *
 * <p>One thread: that of the event loop.
 */
public interface ReadTurn {

  /**
   * Reads on the calling thread if that needs no waiting: the shard is open, a reader is free, and
   * its recent reads were quick. {@code read} must be short.
   *
   * @return what {@code read} returned, or null if it was not called; then use {@link Shards#read}
   *     on a thread that may block
   */
  <T> @Nullable T tryRead(ShardId id, Shards.ShardRead<T> read);

  /**
   * Gives back what the turn has borrowed. Must come after the last read of each turn; until then
   * the shards that were read stay open. The object is ready for the next turn afterwards. Never
   * throws.
   */
  void end();
}
