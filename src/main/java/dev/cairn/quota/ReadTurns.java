package dev.cairn.quota;

import dev.cairn.ShardId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to read. A shard has so few readers that what would wait for one waits here,
 * without a thread: of each shard only so many read at a time, and so many of all shards together.
 * Within a shard it goes by who came first; among the shards that wait, each has a turn before one
 * has a second.
 *
 * <p>Any thread; everything is guarded by this, and nobody is called under it.
 */
public final class ReadTurns {

  private final Bounds bounds;
  private final Map<ShardId, Line> lines = new HashMap<>();

  /** Those whose first could read if the node had a place, in the order of their turns. */
  private final SequencedSet<Line> ready = new LinkedHashSet<>();

  private int reading;
  private int waiting;

  /**
   * How many there may be.
   *
   * @param reading at a time, of all shards
   * @param readingOfShard at a time, of one shard
   * @param waiting of all shards
   * @param waitingOfShard of one shard
   */
  public record Bounds(int reading, int readingOfShard, int waiting, int waitingOfShard) {

    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if nobody could read, or a number is negative
     */
    public Bounds {
      if (reading < 1 || readingOfShard < 1 || waiting < 0 || waitingOfShard < 0) {
        throw new IllegalArgumentException("No bounds of reads: " + reading + ", " + waiting);
      }
    }
  }

  /** Nobody reads yet. */
  public ReadTurns(Bounds bounds) {
    this.bounds = bounds;
  }

  /**
   * Asks for a turn to read a shard.
   *
   * @param begin called once when it has come, on this thread or on one that ends a turn; not to
   *     block or throw
   * @return the turn, which has come or waits and must be ended; null if too many wait
   */
  public @Nullable Turn ask(ShardId shard, Runnable begin) {
    return ask(shard, begin, true);
  }

  /**
   * As {@link #ask}, for what takes as long as its client likes: it takes a place of its shard, but
   * none of the node's. Whoever asks bounds them.
   */
  public @Nullable Turn askForLong(ShardId shard, Runnable begin) {
    return ask(shard, begin, false);
  }

  private @Nullable Turn ask(ShardId shard, Runnable begin, boolean ofNode) {
    Turn turn;
    synchronized (this) {
      Line line = lines.computeIfAbsent(shard, Line::new);
      turn = new Turn(line, begin, ofNode);
      if (reading >= bounds.reading || !line.hasPlace() || !line.turns.isEmpty()) {
        boolean room = waiting < bounds.waiting && line.turns.size() < bounds.waitingOfShard;
        if (room) {
          line.turns.add(turn);
          waiting++;
        }
        line.settle();
        return room ? turn : null;
      }
      turn.come();
    }
    begin.run();
    return turn;
  }

  /** How many read, those that take long not counted. */
  public synchronized int reading() {
    return reading;
  }

  /** How many wait. */
  public synchronized int waiting() {
    return waiting;
  }

  /** How many shards somebody reads or waits for. */
  synchronized int lines() {
    return lines.size();
  }

  /** Lets those read whose turn it is; they are to be begun when the monitor is free. */
  private List<Turn> next() {
    List<Turn> come = new ArrayList<>(1);
    while (reading < bounds.reading && !ready.isEmpty()) {
      Line line = ready.removeFirst();
      Turn first = line.turns.removeFirst();
      waiting--;
      first.come();
      line.settle();
      come.add(first);
    }
    return come;
  }

  /** Those of one shard. Guarded by the turns. */
  private final class Line {

    final ShardId shard;

    /** Those that wait, first come first. */
    final SequencedSet<Turn> turns = new LinkedHashSet<>();

    int reads;

    Line(ShardId shard) {
      this.shard = shard;
    }

    boolean hasPlace() {
      return reads < bounds.readingOfShard;
    }

    /** Is ready where it should be, keeping its place if it was, and forgotten once empty. */
    void settle() {
      if (turns.isEmpty() || !hasPlace()) {
        ready.remove(this);
      } else {
        ready.add(this);
      }
      if (turns.isEmpty() && reads == 0) {
        lines.remove(shard);
      }
    }
  }

  /** A turn that was asked for. Any thread. */
  public final class Turn {

    private final Line line;
    private final Runnable begin;
    private final boolean ofNode;
    private boolean reads;

    private Turn(Line line, Runnable begin, boolean ofNode) {
      this.line = line;
      this.begin = begin;
      this.ofNode = ofNode;
    }

    private void come() {
      reads = true;
      line.reads++;
      if (ofNode) {
        reading++;
      }
    }

    /** Ends it once it has come, and gives its place to who is next. Idempotent. */
    public void end() {
      List<Turn> come;
      synchronized (ReadTurns.this) {
        if (!reads) {
          return;
        }
        reads = false;
        line.reads--;
        if (ofNode) {
          reading--;
        }
        line.settle();
        come = next();
      }
      come.forEach(turn -> turn.begin.run());
    }

    /**
     * Leaves the line.
     *
     * @return false if it does not wait any more: its turn has come, or it has left
     */
    public boolean leave() {
      synchronized (ReadTurns.this) {
        if (!line.turns.remove(this)) {
          return false;
        }
        waiting--;
        line.settle();
        return true;
      }
    }
  }
}
