package dev.cairn.app;

import io.smallrye.config.WithDefault;

/** Keys under {@code cairn.queries}: aggregations, and reads over several shards. */
public interface QueriesConfig {

  /** Most groups of an aggregation; one with more is refused. Each takes some hundred bytes. */
  @WithDefault("10000")
  int groups();

  /**
   * Most bytes of strings that an aggregation holds: of what groups entries, and of least and
   * greatest ones. One with more is refused.
   */
  @WithDefault("16777216")
  long groupBytes();

  /** Most shards that one request may read, by their ids or by a prefix. */
  @WithDefault("1000")
  int shards();

  /** Most shards that one request reads at a time; each takes a place of {@code cairn.reads}. */
  @WithDefault("2")
  int shardsAtOnce();

  /**
   * Most requests over several shards that read at a time; 0 for as many as take half of the
   * places, {@code cairn.reads.threads}, at least 1. The others wait.
   */
  @WithDefault("0")
  int crossShard();

  /** Most requests over several shards that wait for their turn. One more is answered 429. */
  @WithDefault("256")
  int crossShardWaiting();
}
