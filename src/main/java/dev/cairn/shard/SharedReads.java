package dev.cairn.shard;

import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.ShardReader;
import dev.cairn.storage.StorageFault;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The turns of one event loop. */
final class SharedReads implements ReadTurn {

  private static final System.Logger LOG = System.getLogger(SharedReads.class.getName());

  private final ShardLender lender;
  private final ShardCloser closer;
  private final Ticker ticker;
  private final Map<ShardId, Borrowed> borrowed = new HashMap<>();

  SharedReads(ShardLender lender, ShardCloser closer, Ticker ticker) {
    this.lender = lender;
    this.closer = closer;
    this.ticker = ticker;
  }

  /** A shard and a reader of it that the turn has borrowed. */
  private static final class Borrowed {

    final OpenShard shard;
    final ShardReader reader;

    /** A revision not newer than the state that is held; -1 if none is. */
    long held = -1;

    Borrowed(OpenShard shard, ShardReader reader) {
      this.shard = shard;
      this.reader = reader;
    }

    /** Before the second read and any later one. */
    void shareState() {
      long now = shard.store().revision();
      if (held != now) {
        reader.letGo();
        reader.hold();
        held = now;
      }
    }
  }

  @Override
  public <T> @Nullable T tryRead(ShardId id, Shards.ShardRead<T> read) {
    long begun = ticker.nanos();
    Borrowed known = borrowed.get(id);
    Borrowed from = known == null ? borrow(id, begun) : known;
    if (from == null || (known != null && known.shard.pace().isSlow(begun))) {
      return null;
    }
    try {
      if (known != null) {
        from.shareState();
      }
      long revision = from.held < 0 ? from.shard.store().revision() : from.held;
      return read.read(from.reader, revision);
    } catch (StorageFault e) {
      borrowed.remove(id);
      giveBack(from);
      throw closer.judged(from.shard, e);
    } finally {
      from.shard.pace().took(begun, ticker.nanos());
    }
  }

  private @Nullable Borrowed borrow(ShardId id, long now) {
    OpenShard shard = lender.tryLend(id);
    if (shard == null) {
      return null;
    }
    ShardReader reader = null;
    try {
      reader = shard.pace().isSlow(now) ? null : shard.store().tryReader();
    } catch (StorageFault e) {
      throw closer.judged(shard, e);
    } finally {
      if (reader == null) {
        lender.giveBack(shard);
      }
    }
    if (reader == null) {
      return null;
    }
    Borrowed made = new Borrowed(shard, reader);
    borrowed.put(id, made);
    return made;
  }

  @Override
  public void end() {
    borrowed.values().forEach(this::giveBack);
    borrowed.clear();
  }

  private void giveBack(Borrowed done) {
    try {
      done.reader.close();
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "A reader of shard " + done.shard.id() + " did not end its transaction.",
          e);
    } finally {
      lender.giveBack(done.shard);
    }
  }
}
