package dev.cairn.memory;

import dev.cairn.storage.Content;
import dev.cairn.storage.NewShard;

/** What the driver keeps of a shard, open or closed. Any thread. */
final class KeptContent {

  private final long created;

  /** Volatile: the writer replaces it, readers on any thread take it as one. */
  private volatile State state;

  KeptContent(NewShard shard) {
    created = shard.created();
    state = new State(Content.of(shard), shard.baseRevision());
  }

  long created() {
    return created;
  }

  State state() {
    return state;
  }

  /** Replaces the state. The writer's turn. */
  void replace(Content content, long revision) {
    state = new State(content, revision);
  }

  /** The content as the unit of that revision left it. */
  record State(Content content, long revision) {}
}
