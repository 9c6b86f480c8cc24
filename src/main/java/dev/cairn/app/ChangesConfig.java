package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.changes}: the feed of each shard, and those of many as one. */
public interface ChangesConfig {

  /**
   * Most changes of a shard that are kept; the oldest go, about a thousand at a time. Each takes
   * some 40 bytes and its key.
   */
  @WithDefault("100000")
  int kept();

  /** How much older than the newest a change may be before it goes. */
  @WithDefault("P7D")
  Duration age();

  /** Most shards of one feed of many; one with more is refused, or ends when they become more. */
  @WithDefault("10000")
  int feedShards();

  /**
   * Most shards of one feed of many that are read at a time. Only to look behind a cursor is a
   * shard opened that is closed, so these are as many as one feed opens at a time.
   */
  @WithDefault("4")
  int feedReads();

  /** Most feeds of many shards at a time, pages that wait included; one more is answered 429. */
  @WithDefault("1000")
  int feeds();

  /**
   * Most shards that are followed by feeds of many, over all of them; a shard in two counts twice.
   * Each takes some 300 bytes. A feed beyond is answered 429.
   */
  @WithDefault("100000")
  int followed();
}
