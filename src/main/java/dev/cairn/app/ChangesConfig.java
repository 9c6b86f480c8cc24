package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.changes}: the feed of each shard. */
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
}
