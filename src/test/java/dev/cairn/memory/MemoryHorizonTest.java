package dev.cairn.memory;

import dev.cairn.Limits;
import dev.cairn.storage.FeedSettings;
import dev.cairn.storage.HorizonContract;
import dev.cairn.storage.StorageDriver;
import java.nio.file.Path;
import java.time.Clock;

class MemoryHorizonTest extends HorizonContract {

  @Override
  protected StorageDriver start(Path directory, FeedSettings feed) {
    return new MemoryDriver(Limits.DEFAULT, feed, Clock.systemUTC());
  }
}
