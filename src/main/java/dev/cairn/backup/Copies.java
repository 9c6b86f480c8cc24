package dev.cairn.backup;

import dev.cairn.ShardId;
import org.jspecify.annotations.Nullable;

/** What can be told of the whole copies of the node's shards. Any thread; asks no store. */
public interface Copies {

  /** Of a node that makes none. */
  Copies NONE =
      new Copies() {
        @Override
        public Report report(ShardId id) {
          return new Report(null, "");
        }

        @Override
        public Figures figures() {
          return new Figures(0, 0, 0, 0);
        }
      };

  /** How the copies of a shard stand. May read a small file. */
  Report report(ShardId id);

  /** How the copies of all shards fare since the start. */
  Figures figures();

  /**
   * How the copies of a shard stand.
   *
   * @param last the newest that this node has made, null if it has made none
   * @param failure why the last attempt failed; empty if it did not
   */
  record Report(CopyStore.@Nullable StoredCopy last, String failure) {}

  /**
   * How copies fare.
   *
   * @param made how many were made
   * @param failed how many attempts failed
   * @param failing shards of which the last attempt failed
   * @param newestFailure when the newest failure was, in milliseconds since 1970 UTC; 0 if there
   *     was none
   */
  record Figures(long made, long failed, int failing, long newestFailure) {}
}
