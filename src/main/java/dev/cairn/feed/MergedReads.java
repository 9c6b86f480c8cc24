package dev.cairn.feed;

import dev.cairn.ShardId;
import dev.cairn.storage.ChangePage;
import dev.cairn.storage.ChangeRequest;
import java.util.concurrent.CompletionStage;

/** Reads the feeds of single shards for a merged one. */
public interface MergedReads {

  /**
   * Reads a page, without blocking.
   *
   * @return completed on whatever thread
   * @throws dev.cairn.CairnException if that is refused at once
   */
  CompletionStage<ChangePage> page(ShardId shard, ChangeRequest asked);

  /** As {@link #page}: the revision of the newest unit. */
  CompletionStage<Long> revision(ShardId shard);
}
