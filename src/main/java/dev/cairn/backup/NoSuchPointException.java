package dev.cairn.backup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A shard can't be restored as it was at the wanted time; its message says why, and which points
 * there are instead.
 */
public final class NoSuchPointException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * Why, with the nearest point there is, if there is any.
   *
   * @param why a sentence
   */
  NoSuchPointException(String why, @Nullable Point nearest) {
    super(
        nearest == null
            ? why
            : why
                + " The nearest point that can be restored is "
                + Instant.ofEpochMilli(nearest.millis())
                + ".");
  }
}
