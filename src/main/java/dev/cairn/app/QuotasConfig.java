package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.quotas}: what holds for each shard that has no bound of its own. */
public interface QuotasConfig {

  /** Most entries of a shard, over all its namespaces; 0 for any number. */
  @WithDefault("0")
  long entries();

  /**
   * Requests a second that a shard takes; as many may come at once after a rest of a second. 0 for
   * any number. What comes beyond is answered 429.
   */
  @WithDefault("0")
  long requestsPerSecond();

  /**
   * Most lists, queries, counts and exports of a shard that run or wait at a time; 0 for any
   * number. What comes beyond is answered 429.
   */
  @WithDefault("0")
  long concurrentReads();

  /**
   * Processor time that one list, query or count may take, before it is ended with 422; 0 for any.
   */
  @WithDefault("30s")
  Duration queryTime();

  /** Most exports and imports of a shard under way at a time; 0 for any number. */
  @WithDefault("0")
  long streams();
}
