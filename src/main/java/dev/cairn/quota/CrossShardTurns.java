package dev.cairn.quota;

import dev.cairn.ShardId;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to read several shards in one request: first come, first served. So few may do
 * so at a time that others always find a place to read. Any thread.
 */
public final class CrossShardTurns {

  /** All of them stand in one line. */
  private static final ShardId LINE = new ShardId("all");

  private final ReadTurns turns;

  /**
   * Nobody reads yet.
   *
   * @param reading most of them at a time, from 1
   * @param waiting most of them that wait
   */
  public CrossShardTurns(int reading, int waiting) {
    this.turns = new ReadTurns(new ReadTurns.Bounds(reading, reading, waiting, waiting));
  }

  /** As {@link ReadTurns#ask}. */
  public ReadTurns.@Nullable Turn ask(Runnable begin) {
    return turns.ask(LINE, begin);
  }
}
