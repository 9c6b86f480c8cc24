package dev.cairn.feed;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.shard.Commits;
import java.util.function.Predicate;

/** All merged feeds of the node, which are bounded together. Any thread. */
public final class MergedFeeds {

  private final Commits commits;
  private final MergedSettings settings;

  /** Guarded by this. */
  private int feeds;

  /** Guarded by this. */
  private int followed;

  /** None is followed yet. */
  public MergedFeeds(Commits commits, MergedSettings settings) {
    this.commits = commits;
    this.settings = settings;
  }

  /** The bounds. */
  public MergedSettings settings() {
    return settings;
  }

  /**
   * One more, which must be closed.
   *
   * @param visible whether the caller may follow a shard; any thread
   * @throws CairnException {@link ErrorCode#TOO_MANY_FEEDS}
   */
  public MergedFeed open(
      MergedRequest request,
      Predicate<ShardId> visible,
      MergedReads reads,
      FeedLoop loop,
      MergedSink sink) {
    synchronized (this) {
      if (feeds >= settings.feeds()) {
        throw tooMany("feeds of many shards", settings.feeds());
      }
      feeds++;
    }
    return new MergedFeed(
        request, commits, visible, reads, loop, sink, new Permit(), settings.reads());
  }

  /** How many shards all feeds follow. */
  public synchronized int followed() {
    return followed;
  }

  /** How many feeds there are. */
  public synchronized int open() {
    return feeds;
  }

  private static CairnException tooMany(String what, int most) {
    return new CairnException(
        ErrorCode.TOO_MANY_FEEDS, "The node follows as many " + what + " as it may: " + most + ".");
  }

  /** The refusal of a feed of too many shards. */
  public CairnException tooLarge() {
    return new CairnException(
        ErrorCode.FEED_TOO_LARGE,
        "The feed would have more than the " + settings.shards() + " shards that one may have.");
  }

  /** What one feed has taken of the bounds. Any thread. */
  final class Permit {

    private int shards;

    /** Takes so many shards more. */
    void take(int count) {
      synchronized (MergedFeeds.this) {
        if (shards + count > settings.shards()) {
          throw tooLarge();
        }
        if (followed + count > settings.followed()) {
          throw tooMany("shards in feeds", settings.followed());
        }
        shards += count;
        followed += count;
      }
    }

    /** Gives back what was taken for so many. */
    void free(int count) {
      synchronized (MergedFeeds.this) {
        shards -= count;
        followed -= count;
      }
    }

    /** Ends the feed, which has so many. */
    void close(int count) {
      synchronized (MergedFeeds.this) {
        free(count);
        feeds--;
      }
    }
  }
}
