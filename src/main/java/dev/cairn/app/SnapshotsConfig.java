package dev.cairn.app;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys under {@code cairn.snapshots}: copies of shards that are kept beside them. */
public interface SnapshotsConfig {

  /** Most snapshots of one shard; one more is refused. */
  @WithDefault("100")
  int most();

  /** Bytes that the snapshots of one shard may take before another one is refused. */
  @WithDefault("17179869184")
  long bytes();

  /** How many snapshots are made at a time, over all shards; one more is 503. */
  @WithDefault("2")
  int atOnce();

  /**
   * How many snapshots are open for reads at a time, over all shards; the least recently used is
   * closed, and one more than are read from is 503.
   */
  @WithDefault("16")
  int open();

  /** How long a snapshot stays open that nobody reads from, up to twice. */
  @WithDefault("30s")
  Duration idle();
}
