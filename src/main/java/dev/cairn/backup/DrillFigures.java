package dev.cairn.backup;

import dev.cairn.ShardId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the drills of a node fare.
 *
 * @param proven drills since the start that found a backup good
 * @param failed drills since the start that found one bad
 * @param untried attempts since the start that came to no result, since the store or the shard was
 *     in the way
 * @param due shards whose drill is due now
 * @param oldestDue for how long that of them has been due that has been so for longest
 * @param failing shards whose last drill failed
 * @param named the first of those by id, at most {@link #MOST_NAMED}, each with the reason
 */
public record DrillFigures(
    long proven,
    long failed,
    long untried,
    int due,
    Duration oldestDue,
    int failing,
    Map<ShardId, String> named) {

  /** Most failing shards that are named. */
  public static final int MOST_NAMED = 100;

  /** Of a node that makes none. */
  static final DrillFigures NONE = new DrillFigures(0, 0, 0, 0, Duration.ZERO, 0, new TreeMap<>());
}
