package dev.cairn.feed;

import dev.cairn.CairnException;
import dev.cairn.ErrorCode;
import dev.cairn.ShardId;
import dev.cairn.shard.CommitWatch;
import dev.cairn.storage.ChangePosition;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A shard of a merged feed. On its loop, but for {@link #told}. */
final class Member {

  final ShardId id;

  /** Whether it was named, and not only found by the prefix. */
  final boolean named;

  /** Behind which nothing was told yet; null for the oldest change that is kept, or for now. */
  @Nullable ChangePosition place;

  /** Whether {@code place} is to be what is newest when it is first looked at. */
  boolean fromNow;

  /** Whether it stands in the line, whether it is being read, and whether once more after that. */
  boolean queued;

  boolean reading;
  boolean again;

  /** Why it could not be read, once that was told; null again once it could. */
  @Nullable ErrorCode trouble;

  /** What was in the way when it was to be read last, if that may pass. */
  @Nullable CairnException held;

  /** Whether it waits for another attempt. */
  boolean waits;

  /** Whether the loop knows of a commit, or will: so many commits are one word to it. */
  final AtomicBoolean told = new AtomicBoolean();

  private @Nullable CommitWatch watch;

  Member(ShardId id, boolean named, @Nullable ChangePosition place, boolean fromNow) {
    this.id = id;
    this.named = named;
    this.place = place;
    this.fromNow = fromNow;
  }

  void watchedBy(CommitWatch begun) {
    watch = begun;
  }

  void close() {
    if (watch != null) {
      watch.close();
    }
  }

  /** Whether a revision is all there is to tell of. */
  boolean isAt(long head) {
    return place != null && place.isBehindUnit() && place.revision() == head;
  }
}
