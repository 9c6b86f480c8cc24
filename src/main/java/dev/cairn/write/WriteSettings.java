package dev.cairn.write;

/**
 * Bounds of a shard's writer.
 *
 * @param queueMembers most units that wait, from 1; one more is answered {@link
 *     dev.cairn.ErrorCode#QUEUE_FULL} at once
 * @param queueBytes most bytes that waiting units hold, from 1; a unit that is larger by itself
 *     waits alone
 * @param groupMembers most units that share a transaction, from 1
 * @param groupBytes bytes after which a transaction takes no further unit, from 1
 */
public record WriteSettings(int queueMembers, long queueBytes, int groupMembers, long groupBytes) {

  /** What holds where a deployment sets nothing. */
  public static final WriteSettings DEFAULT =
      new WriteSettings(1024, 64L * 1024 * 1024, 128, 16L * 1024 * 1024);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one of them is below 1
   */
  public WriteSettings {
    if (queueMembers < 1 || queueBytes < 1 || groupMembers < 1 || groupBytes < 1) {
      throw new IllegalArgumentException(
          "cairn.write: queue-members, queue-bytes, group-members and group-bytes must be at least"
              + " 1");
    }
  }
}
