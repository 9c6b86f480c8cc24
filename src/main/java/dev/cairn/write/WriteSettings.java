package dev.cairn.write;

/**
 * Bounds of a shard's writer.
 *
 * @param queueMembers most units that wait, from 1; one more is answered {@link
 *     dev.cairn.ErrorCode#QUEUE_FULL} at once
 * @param queueBytes most bytes of values that wait
 * @param groupMembers most units that share a transaction
 * @param groupBytes bytes of values after which a transaction takes no further unit
 */
public record WriteSettings(int queueMembers, long queueBytes, int groupMembers, long groupBytes) {

  /** What holds where a deployment sets nothing. */
  public static final WriteSettings DEFAULT =
      new WriteSettings(1024, 64L * 1024 * 1024, 128, 16L * 1024 * 1024);
}
