package dev.cairn.operation;

/**
 * Bounds of operations.
 *
 * @param atOnce how many go on at a time; further ones wait
 * @param running most that are not finished, those that wait included
 * @param kept most finished ones that are remembered; the oldest are forgotten
 */
public record OperationSettings(int atOnce, int running, int kept) {

  /** What holds where a deployment sets nothing. */
  public static final OperationSettings DEFAULT = new OperationSettings(2, 1000, 1000);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public OperationSettings {
    require(atOnce, "at-once");
    require(running, "running");
    require(kept, "kept");
  }

  private static void require(int value, String name) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "cairn.operations." + name + " is " + value + "; it must be at least 1");
    }
  }
}
