package dev.cairn.memory;

import dev.cairn.ShardId;
import dev.cairn.storage.AnswerLog;
import dev.cairn.storage.AnswerSettings;
import dev.cairn.storage.ChangeLog;
import dev.cairn.storage.Content;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.NewShard;

/** What the driver keeps of a shard, open or closed. Any thread. */
final class KeptContent {

  private final ShardId shard;
  private final long created;

  /** Volatile: the writer replaces it, readers on any thread take it as one. */
  private volatile State state;

  KeptContent(ShardId id, NewShard shard, FeedSettings feed, AnswerSettings answers) {
    this.shard = id;
    created = shard.created();
    state =
        new State(
            Content.of(shard),
            ChangeLog.from(shard.baseRevision(), feed),
            AnswerLog.empty(answers),
            shard.baseRevision());
  }

  /** What is kept of a shard that begins with a state. */
  KeptContent(ShardId shard, long created, State state) {
    this.shard = shard;
    this.created = created;
    this.state = state;
  }

  ShardId shard() {
    return shard;
  }

  long created() {
    return created;
  }

  State state() {
    return state;
  }

  /** Replaces the state. The writer's turn. */
  void replace(Content content, ChangeLog changes, AnswerLog answers, long revision) {
    state = new State(content, changes, answers, revision);
  }

  /** The content, the feed and the answers as the unit of that revision left them. */
  record State(Content content, ChangeLog changes, AnswerLog answers, long revision) {}
}
