package dev.cairn.write;

import dev.cairn.Outcome;
import dev.cairn.storage.UnitResult;
import dev.cairn.storage.WriteUnit;
import java.util.concurrent.CompletableFuture;

/**
 * Writes to one open shard: units wait in a bounded queue; each group of them is one transaction.
 */
public interface ShardWriter extends AutoCloseable {

  /**
   * Queues a unit. Never waits and never runs the unit on the calling thread; any thread.
   *
   * @return completed on a writer thread with what became of the unit; never completed
   *     exceptionally. If the queue is full it is already completed with a refusal.
   */
  CompletableFuture<Outcome<UnitResult>> submit(WriteUnit unit);

  /**
   * Carries out a unit and waits for it: on the calling thread if the writer is idle, else in the
   * queue like any other. For threads that may block.
   */
  Outcome<UnitResult> execute(WriteUnit unit);

  /**
   * Runs {@code step} on the writer's turn, when no unit is under way, and waits for it. For
   * threads that may block.
   */
  void exclusively(Runnable step);

  /** How many units wait. Any thread. */
  int queued();

  /** Takes no further unit, and returns when every queued one has its outcome. Idempotent. */
  @Override
  void close();
}
