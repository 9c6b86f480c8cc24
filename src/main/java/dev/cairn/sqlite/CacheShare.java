package dev.cairn.sqlite;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * The share that one connection has of the page cache. It rests until the connection is used, and
 * again once visits find that it was not used for a while: then its pages are freed.
 *
 * <p>Only whoever has the connection, but for what says otherwise. Visits come one at a time.
 */
final class CacheShare {

  /** How long a connection must have been unused before a visit puts it to rest. */
  static final long RESTS_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final CacheShares shares;
  private final Pragmas pragmas;

  /** What SQLite may fill with pages; granted by the shares, unless it rests. */
  private int kib = CacheShares.LEAST_KIB;

  /** Volatile: visits look at it before they take the connection to themselves. */
  private volatile Use use = Use.RESTS;

  /** The changes of all shares up to which this one is right. Volatile for the same reason. */
  private volatile int changesSeen;

  /** By the ticker; only of visits. */
  private long unusedSince;

  private enum Use {
    RESTS,
    UNUSED_SINCE_VISIT,
    USED
  }

  /** Runs a pragma on the connection. */
  interface Pragmas {
    void run(String pragma) throws SQLException;
  }

  /**
   * The share of a connection that rests.
   *
   * @param pragmas reach the connection, which may fill {@link CacheShares#LEAST_KIB} so far
   */
  CacheShare(CacheShares shares, Pragmas pragmas) {
    this.shares = shares;
    this.pragmas = pragmas;
  }

  /** The connection is about to be used: takes up the share as it is now. */
  void use() throws SQLException {
    if (use != Use.USED) {
      noteUse();
    }
    if (changesSeen != shares.changes()) {
      adjust();
    }
  }

  private void noteUse() {
    if (use == Use.RESTS) {
      shares.join(kib);
    }
    use = Use.USED;
  }

  private void adjust() throws SQLException {
    int changes = shares.changes();
    int entitled = shares.kib();
    if (entitled > kib) {
      grow(shares.take(entitled - kib));
    } else {
      shrink(entitled);
    }
    changesSeen = changes;
  }

  private void grow(int granted) throws SQLException {
    if (granted == 0) {
      return;
    }
    boolean grown = false;
    try {
      pragmas.run("pragma cache_size=-" + (kib + granted));
      grown = true;
      kib += granted;
    } finally {
      if (!grown) {
        shares.giveBack(granted);
      }
    }
  }

  private void shrink(int to) throws SQLException {
    if (to == kib) {
      return;
    }
    // SQLite frees the pages above that at once.
    pragmas.run("pragma cache_size=-" + to);
    shares.giveBack(kib - to);
    kib = to;
  }

  /** Whether it does not rest. Any thread. */
  boolean isAwake() {
    return use != Use.RESTS;
  }

  /** Whether {@link #visit} has something to do. A visit; any thread. */
  boolean wantsVisit(long now) {
    if (use == Use.USED) {
      unusedSince = now;
      // A use that comes just now may be overlooked; the next one is not.
      use = Use.UNUSED_SINCE_VISIT;
    }
    return isAwake() && (changesSeen != shares.changes() || unusedForLong(now));
  }

  /** Whether {@link #visit} puts it to rest. A visit; any thread. */
  boolean unusedForLong(long now) {
    return use == Use.UNUSED_SINCE_VISIT && now - unusedSince >= RESTS_AFTER_NANOS;
  }

  /** Puts it to rest if it was not used for long, else takes up the share as it is now. */
  void visit(long now) throws SQLException {
    if (unusedForLong(now)) {
      rest();
    } else if (isAwake()) {
      adjust();
    }
  }

  private void rest() throws SQLException {
    shrink(CacheShares.LEAST_KIB);
    // Otherwise SQLite keeps the room for its first twenty pages, which it takes in one piece.
    pragmas.run("pragma shrink_memory");
    leave();
  }

  /** The connection was closed. */
  void close() {
    if (isAwake()) {
      leave();
    }
  }

  private void leave() {
    use = Use.RESTS;
    shares.leave(kib);
  }
}
