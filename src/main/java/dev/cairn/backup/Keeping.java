package dev.cairn.backup;

import java.time.Duration;

/**
 * How long backups are kept.
 *
 * @param fineWindow every state of a shard from within that time can be restored
 * @param window the last state of every minute from within that time can be restored
 * @param deletedWindow how long a deleted shard can be restored
 */
public record Keeping(Duration fineWindow, Duration window, Duration deletedWindow) {

  /** What holds where a deployment sets nothing. */
  public static final Keeping DEFAULT =
      new Keeping(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(7));

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a time is not positive
   */
  public Keeping {
    requirePositive(fineWindow, "fine-window");
    requirePositive(window, "window");
    requirePositive(deletedWindow, "deleted-window");
  }

  private static void requirePositive(Duration time, String name) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(
          "cairn.backup." + name + " is " + time + "; it must be greater than zero");
    }
  }
}
