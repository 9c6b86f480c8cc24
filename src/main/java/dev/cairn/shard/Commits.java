package dev.cairn.shard;

import dev.cairn.ShardId;
import java.util.function.Consumer;

/** Tells what is committed to shards, without opening any. Any thread; nothing blocks. */
public interface Commits {

  /** What {@link #head} is of a shard of which it is not known. */
  long UNKNOWN = -1;

  /**
   * Has somebody told of every commit to a shard from now on, and when it is deleted or given
   * another file; the shard need not exist.
   *
   * @param onCommit called after each, before the writer is answered, on whatever thread; must
   *     return at once and never throw. May be called once more after the watch was closed
   */
  CommitWatch watch(ShardId id, Runnable onCommit);

  /**
   * Has somebody told of every shard that is made from now on, by a write, a call or a restore. May
   * be told of one that was there already.
   *
   * @param prefix only those whose id begins so; empty for all
   * @param onMaking as {@code onCommit}
   */
  CommitWatch watchMaking(String prefix, Consumer<ShardId> onMaking);

  /**
   * The revision of the newest unit of a shard, if that is known without opening it: it is open, or
   * was since the start. Whoever has the shard watched and compares afterwards misses no commit.
   *
   * @return {@link #UNKNOWN} if it is not known, or there is no such shard
   */
  long head(ShardId id);
}
