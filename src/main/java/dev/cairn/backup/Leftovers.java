package dev.cairn.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Files of deleted shards whose copying could not be ended: it is tried again each round, until it
 * is ended or the replicator has been started again. A new shard in the same place takes over what
 * may still be registered. At most as many as files can be registered. Any thread.
 */
final class Leftovers {

  private final Replicator replicator;
  private final Duration limit;
  private final Executor threads;

  /** With the generation that each may be registered with. */
  private final ConcurrentHashMap<Path, Long> files = new ConcurrentHashMap<>();

  private final AtomicBoolean underWay = new AtomicBoolean();

  /**
   * @param limit of each call of the replicator
   * @param threads run calls that wait
   */
  Leftovers(Replicator replicator, Duration limit, Executor threads) {
    this.replicator = replicator;
    this.limit = limit;
    this.threads = threads;
  }

  /** The file of a shard that is deleted may be registered with that generation. */
  void add(Path database, long generation) {
    files.put(database, generation);
  }

  /**
   * Leaves a file to the caller, whose it is from now on; waits for a call about it that is under
   * way.
   *
   * @return what it may be registered with, {@link ShardBackup#NOWHERE} if with nothing
   */
  long take(Path database) {
    Long generation = files.remove(database);
    return generation == null ? ShardBackup.NOWHERE : generation;
  }

  /** Tries to end the copying of each, one after the other. Never waits. */
  void letGoLater() {
    if (files.isEmpty() || !underWay.compareAndSet(false, true)) {
      return;
    }
    try {
      threads.execute(this::letGo);
    } catch (RejectedExecutionException e) {
      // The service ends, and the replicator with it.
      underWay.set(false);
    }
  }

  private void letGo() {
    try {
      // Within the map's lock of the file: whoever takes it meanwhile waits for the answer.
      files.keySet().forEach(database -> files.computeIfPresent(database, this::letGo));
    } finally {
      underWay.set(false);
    }
  }

  /** The generation it may still be registered with; null if it is not. */
  private @Nullable Long letGo(Path database, Long generation) {
    if (replicator.generation(database) != generation) {
      return null;
    }
    try {
      replicator.unregister(database, limit);
      return null;
    } catch (ReplicatorException e) {
      // One that could not copy the rest has let go all the same.
      return e.kind() == ReplicatorException.Kind.FAILING ? null : generation;
    }
  }
}
