package dev.cairn.backup;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what the replicator uploads as it says how far it has come: each transaction of an epoch
 * is a file of its own. Any thread.
 */
final class Uploads {

  private final LongAdder count = new LongAdder();

  /** Everything up to that transaction of the shard's present epoch is in the replica. */
  void reached(ShardBackup backup, long transaction) {
    count.add(backup.uploadedTo(transaction));
  }

  /** How many there were. */
  long count() {
    return count.sum();
  }
}
