package dev.cairn.shard;

import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import dev.cairn.storage.UnitExecutor;
import dev.cairn.write.ShardWriter;
import dev.cairn.write.WriteListener;
import dev.cairn.write.WriteSettings;
import dev.cairn.write.WriterOwner;
import dev.cairn.write.WriterThreads;
import java.time.Clock;

/** Gives a store that was opened its writer, and answers for it to that writer. Any thread. */
final class ShardOutfitter {

  private final UnitExecutor executor;
  private final WriteSettings settings;
  private final WriteListener listener;
  private final ShardListener followers;
  private final CommitWatches watches;
  private final Histories histories;
  private final ShardCloser closer;
  private final WriterThreads writers;
  private final Clock clock;
  private final Ticker ticker;

  ShardOutfitter(
      UnitExecutor executor,
      WriteSettings settings,
      WriteListener listener,
      ShardListener followers,
      CommitWatches watches,
      Histories histories,
      ShardCloser closer,
      WriterThreads writers,
      Clock clock,
      Ticker ticker) {
    this.executor = executor;
    this.settings = settings;
    this.listener = listener;
    this.followers = followers;
    this.watches = watches;
    this.histories = histories;
    this.closer = closer;
    this.writers = writers;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** The shard, ready to be lent. */
  OpenShard outfit(ShardId id, ShardStore store) {
    OpenShard shard = new OpenShard(id, store, open -> writer(open, store), ticker.nanos());
    shard.setFollower(followers.opened(shard));
    return shard;
  }

  /** A shard was made. */
  void made(ShardId id) {
    watches.made(id);
  }

  private ShardWriter writer(OpenShard shard, ShardStore store) {
    WriterOwner owner =
        new WriterOwner() {
          @Override
          public void entersHistory(long revision) {
            histories.reached(shard.id(), revision);
          }

          @Override
          public boolean isPrepared() {
            return shard.follower().isPrepared();
          }

          @Override
          public void prepare() {
            shard.follower().prepare();
          }

          @Override
          public void committed(long revision) {
            shard.follower().committed(revision);
            watches.tell(shard.id());
          }

          @Override
          public void failed(StorageFault fault) {
            closer.closeAfterFault(shard, fault);
            // What is not known to have been committed may have been.
            watches.tell(shard.id());
          }
        };
    return new ShardWriter(
        shard.id(), store, executor, settings, listener, owner, writers, clock, ticker);
  }
}
