package dev.cairn.transaction;

import dev.cairn.ShardId;
import dev.cairn.shard.ClosingCause;
import dev.cairn.shard.FollowedShard;
import dev.cairn.shard.ShardFollower;
import dev.cairn.shard.ShardListener;
import java.util.List;

/**
 * Writes down which commits it is told of, as a backup would be.
 *
 * @param revisions that were committed, in order; any thread may add to it
 */
record Followed(List<Long> revisions) implements ShardListener {

  @Override
  public ShardFollower opened(FollowedShard shard) {
    return new ShardFollower() {
      @Override
      public boolean isPrepared() {
        return true;
      }

      @Override
      public void prepare() {}

      @Override
      public void committed(long revision) {
        revisions.add(revision);
      }

      @Override
      public void closing(ClosingCause cause) {}
    };
  }

  @Override
  public void replacing(ShardId id, boolean readable) {}

  @Override
  public void replaced(ShardId id) {}

  @Override
  public void deleting(ShardId id) {}
}
