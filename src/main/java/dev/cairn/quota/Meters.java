package dev.cairn.quota;

import dev.cairn.ShardId;
import dev.cairn.Ticker;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The meters of shards, made when first asked for. Anybody may ask for shards that don't exist, so
 * there are only so many: one that has nothing under way and may have a full second's requests is
 * as good as new and is dropped when room is needed. While there is none to drop, all shards beyond
 * share one meter. Any thread; without locks but those of the map.
 */
public final class Meters {

  /** Shards with a meter of their own. */
  static final int MOST = 65_536;

  /** How long nobody looks again for what could be dropped: it takes milliseconds. */
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

  private final ConcurrentMap<ShardId, Meter> meters = new ConcurrentHashMap<>();
  private final Meter shared = new Meter();
  private final Ticker ticker;
  private final int most;
  private final AtomicLong nextSweep;

  /** No meters yet. */
  public Meters(Ticker ticker) {
    this(ticker, MOST);
  }

  Meters(Ticker ticker, int most) {
    this.ticker = ticker;
    this.most = most;
    this.nextSweep = new AtomicLong(ticker.nanos());
  }

  /** As {@link Meter#count}, of a shard. */
  public long count(ShardId shard, long perSecond, long now) {
    while (true) {
      long left = of(shard).count(perSecond, now);
      if (left != Bucket.ENDED) {
        return left;
      }
      Thread.onSpinWait();
    }
  }

  /** As {@link Meter#left}, of a shard. */
  public long left(ShardId shard, long perSecond, long now) {
    return of(shard).left(perSecond, now);
  }

  /** As {@link Meter#refused}, of a shard. */
  public boolean refused(ShardId shard, long perSecond, long now) {
    return of(shard).refused(perSecond, now);
  }

  /** As {@link Meter#take}, of a shard. */
  public @Nullable Slots take(ShardId shard, Meter.Kind kind, long most) {
    while (true) {
      Slots slots = of(shard).slots(kind);
      switch (slots.take(most)) {
        case TAKEN -> {
          return slots;
        }
        case NONE_FREE -> {
          return null;
        }
        case ENDED -> Thread.onSpinWait();
      }
    }
  }

  /** How many shards have a meter of their own. */
  int size() {
    return meters.size();
  }

  private Meter of(ShardId shard) {
    Meter known = meters.get(shard);
    if (known != null) {
      return known;
    }
    if (meters.size() >= most) {
      sweep();
      if (meters.size() >= most) {
        return shared;
      }
    }
    return meters.computeIfAbsent(shard, _ -> new Meter());
  }

  /** Drops those that are as good as new, unless that was done a moment ago. */
  private void sweep() {
    long now = ticker.nanos();
    long due = nextSweep.get();
    if (now - due < 0 || !nextSweep.compareAndSet(due, now + PAUSE)) {
      return;
    }
    meters.forEach(
        (shard, meter) -> {
          if (meter.end(now)) {
            meters.remove(shard, meter);
          }
        });
  }
}
