package dev.cairn.backup;

import java.nio.file.Path;
import java.time.Duration;

/** Brings back a file from its replica. Any thread; blocks. */
public interface Restorer {

  /** How long one may take: a shard of the greatest size allowed, from a store that is far away. */
  Duration LONGEST = Duration.ofHours(1);

  /**
   * Writes the state that a point names to a file.
   *
   * @param file where nothing lies yet; its directory is there
   * @throws ReplicatorException if it can't be done; then nothing is left there
   */
  void restore(Point point, Path file, Duration limit)
      throws ReplicatorException, InterruptedException;

  /** Whether something is being restored now. */
  boolean isAtWork();
}
