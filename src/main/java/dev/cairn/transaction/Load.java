package dev.cairn.transaction;

/**
 * What a request brings into a transaction.
 *
 * @param operations how many
 * @param bytes that they hold, as {@link dev.cairn.storage.UnitSize} counts
 */
public record Load(int operations, long bytes) {

  /** Of what brings nothing. */
  public static final Load NONE = new Load(0, 0);
}
