package dev.cairn.http;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;

/**
 * Bounds how many exports run at once: each holds a worker thread and a reader of its shard for as
 * long as its client takes. Any thread; {@code running} is guarded by this.
 */
@Singleton
final class ExportPermits {

  /** Exports that may run at once on this node; one of them for a shard. */
  static final int MOST_AT_ONCE = 8;

  private final Set<ShardId> running = new HashSet<>();

  /**
   * Takes a permit; {@link #giveBack} must follow.
   *
   * @throws CairnException {@link ErrorCode#SHARD_BUSY} if there is none
   */
  synchronized void take(ShardId shard) {
    if (running.contains(shard)) {
      throw new CairnException(
          ErrorCode.SHARD_BUSY, "Shard " + shard + " is being exported. Try again when that ends.");
    }
    if (running.size() >= MOST_AT_ONCE) {
      throw new CairnException(
          ErrorCode.SHARD_BUSY,
          "There are " + MOST_AT_ONCE + " exports under way. Try again when one of them ends.");
    }
    running.add(shard);
  }

  /** Gives a permit back. */
  synchronized void giveBack(ShardId shard) {
    running.remove(shard);
  }

  /** How many exports run. */
  synchronized int running() {
    return running.size();
  }
}
