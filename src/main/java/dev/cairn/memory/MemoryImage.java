package dev.cairn.memory;

import dev.cairn.ShardId;
import dev.cairn.storage.AnswerLog;
import dev.cairn.storage.ChangeLog;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.RestoredShard;
import dev.cairn.storage.ShardImage;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** See {@link ShardImage}: a state that nothing changes any more. One thread. */
final class MemoryImage implements ShardImage {

  private final RestoredShard shard;
  private final FeedSettings feed;
  private final BiConsumer<ShardId, KeptContent> place;
  private KeptContent.State state;

  /**
   * @param place gives a shard its content
   */
  MemoryImage(
      ShardId id,
      long created,
      KeptContent.State state,
      FeedSettings feed,
      BiConsumer<ShardId, KeptContent> place) {
    this.shard = new RestoredShard(id, created, state.revision());
    this.state = state;
    this.feed = feed;
    this.place = place;
  }

  @Override
  public RestoredShard shard() {
    return shard;
  }

  @Override
  public @Nullable Path file() {
    return null;
  }

  /**
   * What led here happened in another history; and no request to another shard has the name of one
   * that was sent to this.
   */
  @Override
  public void turnInto(ShardId id, long revision, long epoch) {
    AnswerLog answers = id.equals(shard.id()) ? state.answers() : state.answers().none();
    state =
        new KeptContent.State(state.content(), ChangeLog.from(revision, feed), answers, revision);
  }

  @Override
  public void install(ShardId id) {
    place.accept(id, new KeptContent(id, shard.created(), state));
  }

  /** Does nothing: what is not held is garbage. */
  @Override
  public void close() {}
}
