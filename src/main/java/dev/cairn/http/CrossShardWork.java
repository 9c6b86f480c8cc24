package dev.cairn.http;

import dev.cairn.ShardId;
import dev.cairn.storage.ShardReader;

/** What a request does with each of its shards. Any thread, several at a time. */
interface CrossShardWork {

  /** Whether the shard still has to be read; asked right before. */
  default boolean wants(ShardId shard) {
    return true;
  }

  /** Reads the shard and takes in what it finds. May block. */
  void read(ShardId shard, ShardReader reader);
}
