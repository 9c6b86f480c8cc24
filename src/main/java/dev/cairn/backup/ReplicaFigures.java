package dev.cairn.backup;

/**
 * How much lies in the replica, as it was when each shard was last looked at, and what is asked of
 * its store.
 *
 * @param shards that were looked at since their creation
 * @param objects of all of them
 * @param bytes of all of them
 * @param requests that this process has made of the store since the start, those of the replicator
 *     not counted; 0 of a directory
 */
public record ReplicaFigures(long shards, long objects, long bytes, long requests) {

  /** Of a node that makes no backup. */
  static final ReplicaFigures NONE = new ReplicaFigures(0, 0, 0, 0);
}
