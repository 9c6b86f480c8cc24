package dev.cairn.app;

import io.smallrye.config.WithDefault;

/** Keys under {@code cairn.queries}: aggregations. */
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
}
