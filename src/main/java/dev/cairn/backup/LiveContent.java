package dev.cairn.backup;

import dev.cairn.Namespace;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.shard.FollowedShard;
import dev.cairn.shard.Shards;
import dev.cairn.storage.ContentDigest;
import dev.cairn.storage.ShardReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a shard holds that is served, and which transaction of its replica holds the same. Any
 * thread; blocks.
 */
final class LiveContent {

  /**
   * How long a state of a hot shard is held at most, in nanoseconds. As long as it is, nobody can
   * begin the log anew, and each write makes it longer.
   */
  private static final long MOST_HELD_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Replicator replicator;
  private final Duration callLimit;
  private final Ticker ticker;

  LiveContent(Replicator replicator, Duration callLimit, Ticker ticker) {
    this.replicator = replicator;
    this.callLimit = callLimit;
    this.ticker = ticker;
  }

  /**
   * What a hot shard holds.
   *
   * @param place the epoch that holds the same
   * @param transaction after which it does
   */
  record Copied(ContentDigest content, ReplicaPlace place, long transaction) {}

  /**
   * A state of a hot shard and the transaction that holds it. Writes wait while it is asked for; so
   * it is asked once before, and on the writer's turn only for what was written since.
   *
   * @throws ReplicatorException if it can't be said what is in the replica
   * @throws Untried if the shard goes over into another phase meanwhile, or is too large to be read
   *     in the time that a state may be held
   */
  Copied ofHot(Shards registry, ShardBackup backup, Phase.Hot hot)
      throws Untried, ReplicatorException {
    Path database = backup.database();
    if (database == null || hot.generation() != replicator.generation(database)) {
      throw new Untried("The shard is about to be registered again.");
    }
    replicator.sync(database, callLimit);
    HotRead read = new HotRead(backup, hot, database);
    try {
      registry.read(backup.id(), read);
    } catch (LimitedExport.Ended e) {
      throw new Untried(
          "The shard could not be read within %d s; while it is hot no state is held for longer."
              .formatted(TimeUnit.NANOSECONDS.toSeconds(MOST_HELD_NANOS)),
          e);
    }
    if (read.failure != null) {
      throw read.failure;
    }
    if (read.transaction == 0) {
      throw new Untried("The shard went over into another epoch meanwhile.");
    }
    return new Copied(read.content, new ReplicaPlace(backup.name(), hot.epoch()), read.transaction);
  }

  /** One read of a hot shard; one thread. */
  private final class HotRead implements Shards.ShardRead<Boolean> {

    private final ContentDigest content = new ContentDigest();
    private final ShardBackup backup;
    private final Phase.Hot hot;
    private final Path database;
    private @Nullable ReplicatorException failure;
    private long transaction;

    private HotRead(ShardBackup backup, Phase.Hot hot, Path database) {
      this.backup = backup;
      this.hot = hot;
      this.database = database;
    }

    @Override
    public Boolean read(ShardReader reader, long revision) {
      FollowedShard shard = backup.shard();
      if (shard != null) {
        shard.exclusively(() -> onTurn(reader));
      }
      if (transaction > 0) {
        long end = ticker.nanos() + MOST_HELD_NANOS;
        reader.export(new LimitedExport(content, () -> ticker.nanos() - end < 0));
      }
      return transaction > 0;
    }

    private void onTurn(ShardReader reader) {
      if (backup.phase() != hot) {
        return;
      }
      reader.hold();
      // The first call after it takes the state.
      var unused = reader.namespace(Namespace.DEFAULT);
      try {
        transaction = replicator.sync(database, callLimit);
      } catch (ReplicatorException e) {
        failure = e;
      }
    }
  }

  /**
   * A state of a cold shard.
   *
   * @param isCold whether it still is
   * @throws Untried if it is not any more
   */
  ContentDigest ofCold(Shards registry, ShardId id, BooleanSupplier isCold) throws Untried {
    ContentDigest content = new ContentDigest();
    try {
      registry.read(
          id,
          (reader, revision) -> {
            reader.export(new LimitedExport(content, isCold));
            return revision;
          });
      return content;
    } catch (LimitedExport.Ended e) {
      throw new Untried("The shard was written to meanwhile.", e);
    }
  }
}
