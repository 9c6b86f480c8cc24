package dev.cairn.feed;

import dev.cairn.CairnException;
import dev.cairn.ShardId;
import dev.cairn.storage.ChangePage;

/** Takes what is read of the shards of a merged feed. On the feed's loop. */
public interface MergedSink {

  /**
   * How many changes the next page may have. Asked before each read; the room is the read's until
   * it is given back with {@link #take}, {@link #problem} or {@link #free}.
   *
   * @return 0 if nothing is to be read before {@link MergedFeed#goOn}
   */
  int room();

  /** Gives back room of a read that brought nothing to tell. */
  void free(int room);

  /**
   * Takes a page, which may be empty: then all that is told is the place that was reached.
   *
   * @param room what the read had of it
   */
  void take(ShardId shard, ChangePage page, int room);

  /** A shard can't be read. The feed goes on with the others. */
  void problem(ShardId shard, CairnException reason);

  /** All that is there, as far as it can be read, was told, and nothing is under way. */
  void idle();

  /** The feed can't be followed any further. */
  void fail(Throwable reason);
}
