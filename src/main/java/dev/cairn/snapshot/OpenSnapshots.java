package dev.cairn.snapshot;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.Ticker;
import dev.cairn.storage.SnapshotView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that are open for reads: a bounded number of them, the least recently used closed
 * first, and those that were not read from for a while. Any thread; {@code open} is guarded by
 * this, which is held while no file is opened or closed.
 */
final class OpenSnapshots {

  private final int most;
  private final long idleNanos;
  private final Ticker ticker;

  /** The least recently used first. */
  private final LinkedHashMap<Name, Lent> open = new LinkedHashMap<>(16, 0.75f, true);

  OpenSnapshots(int most, Duration idle, Ticker ticker) {
    this.most = most;
    this.idleNanos = idle.toNanos();
    this.ticker = ticker;
  }

  /** Which snapshot. */
  record Name(ShardId shard, String id) {}

  /** One that is open, or about to be. Its numbers are guarded by the owner. */
  private static final class Lent {
    private int borrowers;
    private boolean dropped;
    private long unusedSince;

    /** Guarded by this object, which those wait for who want it opened. */
    private @Nullable SnapshotView view;

    synchronized SnapshotView view(Supplier<SnapshotView> opening) {
      SnapshotView now = view;
      if (now == null) {
        now = opening.get();
        view = now;
      }
      return now;
    }

    synchronized void close() {
      if (view != null) {
        view.close();
        view = null;
      }
    }
  }

  /** A use of an open snapshot. */
  @FunctionalInterface
  interface Use<T> {
    T of(SnapshotView view);
  }

  /**
   * Uses one, which is opened if it is not.
   *
   * @throws CairnException {@link ErrorCode#SHARD_BUSY} if as many are in use as may be open
   */
  <T> T use(Name name, Supplier<SnapshotView> opening, Use<T> use) {
    Lent lent = borrow(name);
    try {
      return use.of(lent.view(opening));
    } finally {
      giveBack(lent);
    }
  }

  private Lent borrow(Name name) {
    List<Lent> closing = new ArrayList<>();
    try {
      synchronized (this) {
        Lent known = open.get(name);
        if (known == null) {
          makeRoom(closing);
          known = new Lent();
          open.put(name, known);
        }
        known.borrowers++;
        return known;
      }
    } finally {
      closing.forEach(Lent::close);
    }
  }

  private void makeRoom(List<Lent> closing) {
    Iterator<Map.Entry<Name, Lent>> oldest = open.entrySet().iterator();
    while (open.size() >= most && oldest.hasNext()) {
      Lent lent = oldest.next().getValue();
      if (lent.borrowers == 0) {
        oldest.remove();
        closing.add(lent);
      }
    }
    if (open.size() >= most) {
      throw new CairnException(
          ErrorCode.SHARD_BUSY,
          "There are " + most + " snapshots read from now, which is as many as may be open.");
    }
  }

  private void giveBack(Lent lent) {
    boolean close;
    synchronized (this) {
      lent.borrowers--;
      lent.unusedSince = ticker.nanos();
      close = lent.borrowers == 0 && lent.dropped;
    }
    if (close) {
      lent.close();
    }
  }

  /** Has one closed as soon as nobody reads from it; whoever asks for it opens it anew. */
  void drop(Name name) {
    Lent lent;
    synchronized (this) {
      lent = open.remove(name);
      if (lent == null) {
        return;
      }
      lent.dropped = true;
      if (lent.borrowers > 0) {
        return;
      }
    }
    lent.close();
  }

  /**
   * Closes those that were not used for long.
   *
   * @return whether any are open still
   */
  boolean closeIdle() {
    long now = ticker.nanos();
    List<Lent> closing = new ArrayList<>();
    boolean more;
    synchronized (this) {
      open.values()
          .removeIf(
              lent -> {
                boolean idle = lent.borrowers == 0 && now - lent.unusedSince >= idleNanos;
                if (idle) {
                  closing.add(lent);
                }
                return idle;
              });
      more = !open.isEmpty();
    }
    closing.forEach(Lent::close);
    return more;
  }

  /** How many are open. */
  synchronized int size() {
    return open.size();
  }

  /** Closes all; nobody reads any more. */
  void close() {
    List<Lent> all;
    synchronized (this) {
      all = List.copyOf(open.values());
      open.clear();
    }
    all.forEach(Lent::close);
  }
}
