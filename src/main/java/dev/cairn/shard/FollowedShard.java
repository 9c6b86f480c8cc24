package dev.cairn.shard;

import dev.cairn.ShardId;
import dev.cairn.storage.ShardStore;

/** An open shard as its follower has it. Any thread. */
public interface FollowedShard {

  /** Which. */
  ShardId id();

  /** Its store; of use until the follower was told that it is closing. */
  ShardStore store();

  /** How many units wait for its writer. */
  int queued();

  /**
   * Runs a step on the writer's turn, when no unit is under way, and waits for it; not from a step,
   * and not before the shard's opening has ended. A step may still run after the shard was closed.
   */
  void exclusively(Runnable step);
}
