package dev.cairn.feed;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Brings word of commits to the loop: many commits of a shard are one word, and many words one
 * task. Holds each member of the feed once at most. Any thread.
 */
final class News {

  private final FeedLoop loop;
  private final Consumer<Member> onLoop;
  private final Queue<Member> members = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean posted = new AtomicBoolean();

  News(FeedLoop loop, Consumer<Member> onLoop) {
    this.loop = loop;
    this.onLoop = onLoop;
  }

  /** Something was committed to a member's shard. On the thread of its writer. */
  void of(Member member) {
    if (member.told.compareAndSet(false, true)) {
      members.add(member);
      if (posted.compareAndSet(false, true)) {
        loop.run(this::bring);
      }
    }
  }

  private void bring() {
    // First, so that what comes from here on is posted again.
    posted.set(false);
    Member member = members.poll();
    while (member != null) {
      member.told.set(false);
      onLoop.accept(member);
      member = members.poll();
    }
  }
}
