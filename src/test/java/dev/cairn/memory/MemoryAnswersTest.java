package dev.cairn.memory;

import dev.cairn.Limits;
import dev.cairn.storage.AnswerSettings;
import dev.cairn.storage.AnswersHorizonContract;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageDriver;
import java.nio.file.Path;
import java.time.Clock;

class MemoryAnswersTest extends AnswersHorizonContract {

  @Override
  protected StorageDriver start(Path directory, AnswerSettings answers, Clock clock) {
    return new MemoryDriver(Limits.DEFAULT, FeedSettings.DEFAULT, answers, clock);
  }

  @Override
  protected long kept(ShardStore store, Path directory) {
    return ((MemoryStore) store).answers();
  }
}
