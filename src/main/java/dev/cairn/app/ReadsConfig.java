package dev.cairn.app;

import io.smallrye.config.WithDefault;

/** Keys under {@code cairn.reads}: lists, queries, counts and exports, which may take long. */
public interface ReadsConfig {

  /**
   * Most lists, queries and counts that read at a time, over all shards, each on a thread of its
   * own; 0 for four times the number of processors, at least 8. Of one shard there are one fewer
   * than it has readers, so one shard alone can't take them all.
   */
  @WithDefault("0")
  int threads();

  /**
   * Most lists, queries, counts and exports that wait for their turn, over all shards; they hold no
   * thread. One more is answered 429.
   */
  @WithDefault("4096")
  int waiting();

  /** As {@code cairn.reads.waiting}, of one shard. */
  @WithDefault("1024")
  int waitingOfShard();
}
