package dev.cairn.shard;

import dev.cairn.ShardId;

/** Told when shards are opened and deleted. Calls for the same shard come one at a time. */
public interface ShardListener {

  /** Hears nothing. */
  ShardListener NONE =
      new ShardListener() {
        @Override
        public ShardFollower opened(FollowedShard shard) {
          return ShardFollower.NONE;
        }

        @Override
        public void replacing(ShardId id, boolean readable) {}

        @Override
        public void replaced(ShardId id) {}

        @Override
        public void deleting(ShardId id) {}
      };

  /**
   * A shard was opened; nobody has it on loan yet. May block; must not throw.
   *
   * @return who is told of it until it is closed
   */
  ShardFollower opened(FollowedShard shard);

  /**
   * A shard is closed, and another file is about to take the place of its own, or to become the
   * file of a shard that had none. May block.
   *
   * @param readable whether it was open; if not its file is missing or damaged, or there was none
   * @throws dev.cairn.CairnException if what is in the file must not go yet; the shard stays as it
   *     was
   */
  void replacing(ShardId id, boolean readable);

  /** The file is in its place, and the shard can be opened. May block; must not throw. */
  void replaced(ShardId id);

  /**
   * A shard is closed and off the catalogue, and its files are about to be deleted. May block; must
   * not throw.
   */
  void deleting(ShardId id);
}
