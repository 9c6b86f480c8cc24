package dev.cairn.quota;

import org.jspecify.annotations.Nullable;

/**
 * What one subject of quotas, a shard or a key, has used of them. It knows no bounds: who asks
 * brings those that hold now, so that a change holds from the next request on. Any thread.
 */
public final class Meter {

  private final Bucket requests = new Bucket();
  private final Bucket refusals = new Bucket();
  private final Slots reads = new Slots();
  private final Slots streams = new Slots();

  /** What is counted by the number that is under way. */
  public enum Kind {
    /** Lists, queries, counts and the like. */
    READ,
    /** Exports and imports. */
    STREAM
  }

  /**
   * Counts a request.
   *
   * @param perSecond how many a second there may be, from 1
   * @param now by a ticker, always the same one
   * @return how many more there may be at once; if this is one too many and was not counted, the
   *     nanoseconds until it would not be, negated
   */
  public long count(long perSecond, long now) {
    return requests.take(perSecond, now);
  }

  /** How many requests there may be at once. */
  public long left(long perSecond, long now) {
    return requests.left(perSecond, now);
  }

  /** Takes back that a request was counted, at this rate. */
  public void uncount(long perSecond) {
    requests.giveBack(perSecond);
  }

  /**
   * Counts that a request was refused.
   *
   * @return whether more are refused in a second than are let through: its senders don't wait when
   *     they are told to
   */
  public boolean refused(long perSecond, long now) {
    return refusals.take(perSecond, now) < 0;
  }

  /**
   * Takes a slot.
   *
   * @param most how many may be taken at a time; 0 for any number
   * @return what it is to be given back to, or null if none is free
   */
  public @Nullable Slots take(Kind kind, long most) {
    Slots slots = slots(kind);
    return slots.take(most) == Slots.Taking.TAKEN ? slots : null;
  }

  Slots slots(Kind kind) {
    return switch (kind) {
      case READ -> reads;
      case STREAM -> streams;
    };
  }

  /** Ends it if it is as good as new. Others may find it ended in part meanwhile. */
  boolean end(long now) {
    if (!reads.end()) {
      return false;
    }
    if (!streams.end()) {
      reads.resume();
      return false;
    }
    if (!requests.end(now)) {
      reads.resume();
      streams.resume();
      return false;
    }
    return true;
  }
}
