package dev.cairn.write;

import dev.cairn.ShardId;
import dev.cairn.storage.ShardStore;
import dev.cairn.storage.StorageFault;
import java.util.function.Consumer;

/** The housekeeping of a shard's store: when it is due, and what a failure of it means. */
final class Housekeeping {

  private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());

  private final ShardId id;
  private final ShardStore store;
  private final WriteTurn turn;
  private final Consumer<StorageFault> onFault;

  /** Whether some may be due; written on the turn, read by any thread. */
  private volatile boolean dirty;

  /**
   * @param onFault told of a fault after which nothing more may be written; it stops the turn
   */
  Housekeeping(ShardId id, ShardStore store, WriteTurn turn, Consumer<StorageFault> onFault) {
    this.id = id;
    this.store = store;
    this.turn = turn;
    this.onFault = onFault;
  }

  /** Notes that something was written, or may have been. On the turn. */
  void written() {
    dirty = true;
  }

  /** Whether an idle writer should see to it. Any thread. */
  boolean isWanted() {
    return dirty || store.wantsVisits();
  }

  /** Whether there is something to do that waits for the disk. On the turn. */
  boolean isDue() {
    return turn.stoppedByFault() == null && store.maintenanceIsDue();
  }

  /** Does what is due, and notes whether more will be. Never throws; on the turn. */
  void doAll() {
    try {
      doWhatIsDue();
      dirty = store.sizes().walBytes() > 0;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "Sizes of shard " + id + " could not be read.", e);
    }
  }

  /** Does what is due. Never throws; on the turn. */
  void doWhatIsDue() {
    if (turn.stoppedByFault() != null) {
      return;
    }
    try {
      store.maintain();
    } catch (StorageFault e) {
      LOG.log(System.Logger.Level.WARNING, "Housekeeping of shard " + id + " failed.", e);
      if (e.damaged() || e.outcomeUnknown()) {
        onFault.accept(e);
      }
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "Housekeeping of shard " + id + " failed.", e);
    }
  }
}
