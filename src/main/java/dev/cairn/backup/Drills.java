package dev.cairn.backup;

import dev.cairn.ShardId;
import dev.cairn.shard.Shards;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Trials of whether shards come back from the replica. Any thread; {@link #round} one at a time.
 */
interface Drills {

  /** Shards can be read from now on. */
  void start(Shards registry);

  /** Looks at what has become of a shard: it may have a new epoch, or more in the replica. */
  void look(ShardBackup backup);

  /** Makes the drill that has been due for longest, if it is time for one. Never throws. */
  void round(Collection<ShardBackup> backups);

  /**
   * Makes a drill of a shard now.
   *
   * @param name of its file
   * @throws dev.cairn.CairnException {@link dev.cairn.ErrorCode#DRILL_UNTRIED} if it comes to no
   *     result
   */
  Drilled now(ShardId id, String name);

  /** The shard is being deleted. */
  void forget(String name);

  /** What drills have found of a shard. */
  ShardProof proof(String name);

  /** How drills fare. */
  DrillFigures figures();

  /** How much lies in the replica. */
  ReplicaFigures extents();

  /** Gives a shard a new epoch. */
  @FunctionalInterface
  interface Renewal {

    /**
     * The backup of a shard is no good.
     *
     * @param hot the phase that it was found in; null if it was cold. Where it is in another one
     *     now, nothing need be done
     */
    void renew(ShardId id, Phase.@Nullable Hot hot, String why);
  }
}
