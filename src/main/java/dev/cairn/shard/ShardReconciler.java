package dev.cairn.shard;

import dev.cairn.Durability;
import dev.cairn.ShardId;
import dev.cairn.catalogue.Catalogue;
import dev.cairn.catalogue.ShardRecord;
import dev.cairn.storage.KeptShard;
import dev.cairn.storage.StorageDriver;
import dev.cairn.storage.StorageFault;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings catalogue and driver together after a crash. Used once, before anything is served.
 *
 * <p>Steps: what the driver keeps and the catalogue has removed is an unfinished deletion and is
 * deleted; what it keeps and the catalogue does not know is an unfinished creation, or was put
 * there by hand, and is adopted. What the catalogue lists and the driver lacks stays listed:
 * opening it tells that it is missing, and it may come back. A left-over that can't be deleted now
 * is left for the next start, and for whoever makes the shard again: it keeps nobody from starting.
 *
 * <p>Shards are adopted many at a time, since each change of the catalogue waits for the disk. A
 * start that is cut short, or that the catalogue fails, has adopted whole groups of them; the next
 * one goes on.
 */
final class ShardReconciler {

  private static final System.Logger LOG = System.getLogger(ShardReconciler.class.getName());

  /** Most shards that one change of the catalogue adopts. */
  static final int ADOPTED_AT_ONCE = 500;

  private final StorageDriver driver;
  private final Catalogue catalogue;
  private final Durability defaultDurability;

  ShardReconciler(StorageDriver driver, Catalogue catalogue, Durability defaultDurability) {
    this.driver = driver;
    this.catalogue = catalogue;
    this.defaultDurability = defaultDurability;
  }

  void reconcile() {
    List<KeptShard> unlisted = new ArrayList<>();
    driver.forEachShard(
        kept -> {
          if (catalogue.find(kept.id()) == null) {
            unlisted.add(kept);
          }
        });
    List<ShardRecord> adopted = new ArrayList<>();
    for (KeptShard kept : unlisted) {
      if (catalogue.isRemoved(kept.id())) {
        finishDeletion(kept.id());
      } else {
        adopted.add(new ShardRecord(kept.id(), defaultDurability, kept.created()));
      }
      if (adopted.size() == ADOPTED_AT_ONCE) {
        adopt(adopted);
        adopted.clear();
      }
    }
    adopt(adopted);
  }

  private void adopt(List<ShardRecord> shards) {
    if (shards.isEmpty()) {
      return;
    }
    catalogue.putAll(shards);
    for (ShardRecord shard : shards) {
      LOG.log(System.Logger.Level.INFO, "Adopted shard {0}.", shard.id());
    }
  }

  private void finishDeletion(ShardId id) {
    try {
      driver.delete(id);
      LOG.log(System.Logger.Level.INFO, "Finished the deletion of shard {0}.", id);
    } catch (StorageFault e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "What is left of deleted shard " + id + " stays for now.",
          e);
    }
  }
}
