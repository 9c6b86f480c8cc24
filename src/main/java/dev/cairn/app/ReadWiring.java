package dev.cairn.app;

import dev.cairn.Ticker;
import dev.cairn.http.QuerySettings;
import dev.cairn.quota.CrossShardTurns;
import dev.cairn.quota.Meters;
import dev.cairn.quota.ReadTurns;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the beans that say how many reads there may be, and whose turn it is. */
@Singleton
final class ReadWiring {

  @Produces
  @Singleton
  Meters meters(Ticker ticker) {
    return new Meters(ticker);
  }

  @Produces
  @Singleton
  QuerySettings queries(CairnConfig config) {
    return Settings.queries(config.queries());
  }

  @Produces
  @Singleton
  CrossShardTurns crossShardTurns(CairnConfig config) {
    ReadTurns.Bounds reads = Settings.reads(config.reads(), config.sqlite().readers());
    return Settings.crossShard(config.queries(), reads.reading());
  }

  @Produces
  @Singleton
  ReadTurns readTurns(CairnConfig config) {
    return new ReadTurns(Settings.reads(config.reads(), config.sqlite().readers()));
  }
}
